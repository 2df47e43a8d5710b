import type { JsonObject, JsonValue } from "@/lib/scim/json";
import {
  ada,
  coreGroup,
  coreUser,
  type ExamplePerson,
  enterpriseUser,
  equals,
  fullName,
  grace,
  groupName,
  patch,
} from "./people";
import type { Sequence, SequenceName, SequenceStep } from "./sequence";

/** With `?aadOptscim062020` at the end of the Tenant URL. */
export const entraSequence: Sequence = createSequence("entra", {
  title: "Microsoft Entra ID",
  button: "Play Entra's first sync",
  summary: "Connection test, two people, an update, a deactivation, a group, as with aadOptscim062020.",
  update: patch(
    { op: "replace", path: 'emails[type eq "work"].value', value: ada.userName },
    { op: "replace", value: { title: "Analyst", [`${enterpriseUser}:department`]: "Research" } },
  ),
  disable: patch({ op: "replace", path: "active", value: false }),
  restore: patch({ op: "replace", path: "active", value: true }),
  add: "add",
  removeMember: patch({ op: "remove", path: 'members[value eq "{{grace}}"]' }),
});

/** Entra's older dialect: capitals, booleans as text, a member removed by a value. */
export const entraWithoutFlagSequence: Sequence = createSequence("entra-without-flag", {
  title: "Microsoft Entra ID without the flag",
  button: "Play Entra's first sync without the flag",
  summary: "The same in Entra's older dialect, as without aadOptscim062020.",
  update: patch(
    { op: "Replace", path: 'emails[type eq "work"].value', value: ada.userName },
    { op: "Add", path: "title", value: "Analyst" },
    { op: "Add", path: `${enterpriseUser}:department`, value: "Research" },
  ),
  disable: patch({ op: "Replace", path: "active", value: "False" }),
  restore: patch({ op: "Replace", path: "active", value: "True" }),
  add: "Add",
  removeMember: patch({ op: "Remove", path: "members", value: [{ $ref: null, value: "{{grace}}" }] }),
});

type Dialect = {
  readonly title: string;
  readonly button: string;
  readonly summary: string;
  readonly update: JsonObject;
  readonly disable: JsonObject;
  readonly restore: JsonObject;
  readonly add: string;
  readonly removeMember: JsonObject;
};

/** @see https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups */
function createSequence(name: SequenceName, dialect: Dialect): Sequence {
  const { title, button, summary, update, disable, restore, add, removeMember } = dialect;
  return {
    name,
    title,
    button,
    summary,
    // Entra sends no User-Agent.
    headers: { accept: "application/scim+json" },
    contentType: "application/scim+json; charset=utf-8",
    steps: [
      ask("Tests the connection: a person who does not exist", "/Users?filter=userName%20eq%20%22{{random}}%22"),
      ask(
        "Tests the connection: a group that does not exist",
        "/Groups?excludedAttributes=members&filter=displayName%20eq%20%22{{random}}%22",
      ),
      ...provision(ada, "ada"),
      ...provision(grace, "grace"),
      ask("Reads Ada Lovelace before an update", "/Users/{{ada}}"),
      change("Updates Ada Lovelace", "/Users/{{ada}}", update),
      change("Disables Grace Hopper", "/Users/{{grace}}", disable),
      change("Restores Grace Hopper", "/Users/{{grace}}", restore),
      {
        ...ask(
          `Matches the group ${groupName}`,
          `/Groups?excludedAttributes=members&filter=${equals("displayName", groupName)}`,
        ),
        keepsId: "group",
      },
      {
        title: `Creates the group ${groupName}`,
        method: "POST",
        path: "/Groups",
        body: {
          schemas: [coreGroup, "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
          externalId: "8aa1a0c0-0000-4bc0-b4a5-2ef676900159",
          displayName: groupName,
          meta: { resourceType: "Group" },
        },
        expects: [201],
        keepsId: "group",
        unlessKept: "group",
      },
      change("Adds both to the group", "/Groups/{{group}}", {
        ...patch({ op: add, path: "members", value: [member("ada"), member("grace")] }),
      }),
      ask(
        "Checks Grace Hopper's membership",
        "/Groups?excludedAttributes=members&filter=id%20eq%20%22{{group}}%22%20and%20members%20eq%20%22{{grace}}%22",
      ),
      change("Takes Grace Hopper out of the group", "/Groups/{{group}}", removeMember),
    ],
  };
}

function ask(title: string, path: string): SequenceStep {
  return { title, method: "GET", path, expects: [200] };
}

function change(title: string, path: string, body: JsonObject): SequenceStep {
  return { title, method: "PATCH", path, body, expects: [200, 204] };
}

function member(name: string): JsonValue {
  return { $ref: null, value: `{{${name}}}` };
}

function provision(person: ExamplePerson, name: string): readonly SequenceStep[] {
  return [
    { ...ask(`Matches ${fullName(person)}`, `/Users?filter=${equals("userName", person.userName)}`), keepsId: name },
    {
      title: `Creates ${fullName(person)}`,
      method: "POST",
      path: "/Users",
      body: {
        schemas: [coreUser, enterpriseUser],
        externalId: person.userName.split("@")[0] ?? person.userName,
        userName: person.userName,
        active: true,
        displayName: fullName(person),
        emails: [{ primary: true, type: "work", value: person.userName }],
        meta: { resourceType: "User" },
        name: { formatted: fullName(person), familyName: person.family, givenName: person.given },
        roles: [],
      },
      expects: [201],
      keepsId: name,
      unlessKept: name,
    },
  ];
}
