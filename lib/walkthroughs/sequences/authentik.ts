import type { JsonObject } from "@/lib/scim/json";
import { ada, coreGroup, coreUser, type ExamplePerson, equals, fullName, grace, groupName, patch } from "./people";
import type { Sequence, SequenceStep } from "./sequence";

/**
 * What authentik's SCIM provider sends: it reads what the server can, creates, and replaces whole people. Who exists
 * already is looked for after the conflict.
 *
 * @see https://github.com/goauthentik/authentik, authentik/providers/scim/clients
 */
export const authentikSequence: Sequence = {
  name: "authentik",
  title: "authentik",
  button: "Play authentik's first sync",
  summary: "Reads what Roster can, two people, an update, a deactivation, a group with its members.",
  headers: {
    accept: "application/scim+json",
    "user-agent": "authentik@2026.8.0",
  },
  contentType: "application/scim+json",
  steps: [
    { title: "Reads what Roster can do", method: "GET", path: "/ServiceProviderConfig", expects: [200] },
    ...create(ada, "ada", "a1"),
    ...create(grace, "grace", "b2"),
    replace("Replaces Ada Lovelace with a job title", ada, "ada", "a1", { title: "Analyst" }),
    replace("Deactivates Grace Hopper", grace, "grace", "b2", { active: false }),
    replace("Reactivates Grace Hopper", grace, "grace", "b2", {}),
    {
      title: `Creates the group ${groupName}`,
      method: "POST",
      path: "/Groups",
      body: { schemas: [coreGroup], displayName: groupName, externalId: "7c9e6679-7425-40de-944b-e07fc1f90ae7" },
      expects: [201, 409],
      keepsId: "group",
    },
    {
      title: `Looks for the group ${groupName}`,
      method: "GET",
      path: `/Groups?filter=${equals("displayName", groupName)}`,
      expects: [200],
      keepsId: "group",
      unlessKept: "group",
    },
    {
      title: "Adds both to the group",
      method: "PATCH",
      path: "/Groups/{{group}}",
      body: patch(
        { op: "add", path: "members", value: [{ value: "{{ada}}" }] },
        { op: "add", path: "members", value: [{ value: "{{grace}}" }] },
      ),
      expects: [200, 204],
    },
    { title: "Compares the group's members", method: "GET", path: "/Groups/{{group}}", expects: [200] },
  ],
};

function describe(person: ExamplePerson, key: string): JsonObject {
  return {
    schemas: [coreUser],
    userName: person.userName,
    name: { formatted: fullName(person), givenName: person.given, familyName: person.family },
    displayName: fullName(person),
    active: true,
    emails: [{ value: person.userName, type: "other", primary: true }],
    externalId: key.repeat(32),
  };
}

function create(person: ExamplePerson, name: string, key: string): readonly SequenceStep[] {
  return [
    {
      title: `Creates ${fullName(person)}`,
      method: "POST",
      path: "/Users",
      body: describe(person, key),
      expects: [201, 409],
      keepsId: name,
    },
    {
      title: `Looks for ${fullName(person)}`,
      method: "GET",
      path: `/Users?filter=${equals("userName", person.userName)}`,
      expects: [200],
      keepsId: name,
      unlessKept: name,
    },
  ];
}

function replace(title: string, person: ExamplePerson, name: string, key: string, with_: JsonObject): SequenceStep {
  return {
    title,
    method: "PUT",
    path: `/Users/{{${name}}}`,
    body: { ...describe(person, key), id: `{{${name}}}`, ...with_ },
    expects: [200],
  };
}
