import type { JsonObject } from "@/lib/scim/json";
import { ada, coreGroup, coreUser, type ExamplePerson, equals, fullName, grace, groupName, patch } from "./people";
import type { Sequence, SequenceStep } from "./sequence";

/**
 * What Okta's app "SCIM 2.0 Test App (Header Auth)" sends: the test of the credentials, two assignments, a profile update, a
 * deactivation and its undoing, a group push.
 *
 * @see https://developer.okta.com/docs/api/openapi/okta-scim/guides/scim-20/
 */
export const oktaSequence: Sequence = {
  name: "okta",
  title: "Okta",
  button: "Play Okta's first sync",
  summary: "Credentials test, two people, a profile update, a deactivation, a group push.",
  headers: {
    accept: "application/scim+json",
    "accept-charset": "utf-8",
    "user-agent": "Okta SCIM Client 1.0.0",
  },
  contentType: "application/scim+json; charset=utf-8",
  steps: [
    {
      title: "Tests the credentials: people",
      method: "GET",
      path: "/Users?startIndex=1&count=2",
      expects: [200],
    },
    {
      title: "Tests the credentials: groups",
      method: "GET",
      path: "/Groups?startIndex=1&count=100",
      expects: [200],
    },
    ...assign(ada, "ada", "00u1example0Ada0001d7"),
    ...assign(grace, "grace", "00u1example0Grace01d7"),
    { title: "Reads Ada Lovelace before a profile update", method: "GET", path: "/Users/{{ada}}", expects: [200] },
    {
      title: "Updates Ada Lovelace's profile",
      method: "PUT",
      path: "/Users/{{ada}}",
      body: {
        ...describe(ada, "00u1example0Ada0001d7"),
        id: "{{ada}}",
        title: "Analyst",
        meta: { resourceType: "User" },
      },
      expects: [200],
    },
    setActive("Deactivates Grace Hopper", "grace", false),
    setActive("Reactivates Grace Hopper", "grace", true),
    {
      title: `Looks for the group ${groupName}`,
      method: "GET",
      path: `/Groups?filter=${equals("displayName", groupName)}&startIndex=1&count=100`,
      expects: [200],
      keepsId: "group",
    },
    {
      title: `Pushes the group ${groupName}`,
      method: "POST",
      path: "/Groups",
      body: { schemas: [coreGroup], displayName: groupName, members: [] },
      expects: [201],
      keepsId: "group",
      unlessKept: "group",
    },
    {
      title: "Pushes the group's name",
      method: "PATCH",
      path: "/Groups/{{group}}",
      body: patch({ op: "replace", value: { id: "{{group}}", displayName: groupName } }),
      expects: [200, 204],
    },
    {
      title: "Pushes the group's members",
      method: "PATCH",
      path: "/Groups/{{group}}",
      body: patch({
        op: "add",
        path: "members",
        value: [
          { value: "{{ada}}", display: ada.userName },
          { value: "{{grace}}", display: grace.userName },
        ],
      }),
      expects: [200, 204],
    },
  ],
};

function describe(person: ExamplePerson, externalId: string): JsonObject {
  return {
    schemas: [coreUser],
    userName: person.userName,
    name: { givenName: person.given, familyName: person.family },
    emails: [{ primary: true, value: person.userName, type: "work" }],
    displayName: fullName(person),
    locale: "en-US",
    externalId,
    groups: [],
    active: true,
  };
}

function assign(person: ExamplePerson, name: string, externalId: string): readonly SequenceStep[] {
  return [
    {
      title: `Looks for ${fullName(person)}`,
      method: "GET",
      path: `/Users?filter=${equals("userName", person.userName)}&startIndex=1&count=100`,
      expects: [200],
      keepsId: name,
    },
    {
      title: `Creates ${fullName(person)}`,
      method: "POST",
      path: "/Users",
      body: { ...describe(person, externalId), password: "{{random}}" },
      expects: [201],
      keepsId: name,
      unlessKept: name,
    },
  ];
}

function setActive(title: string, name: string, active: boolean): SequenceStep {
  return {
    title,
    method: "PATCH",
    path: `/Users/{{${name}}}`,
    body: patch({ op: "replace", value: { active } }),
    expects: [200, 204],
  };
}
