import { groupBody, patch, type Scenario, userBody } from "./stage";

/** Requests about people. */
export const personRequests: readonly Scenario[] = [
  {
    card: 13,
    name: "a person whom another client manages",
    play: async ({ send, addClient, createUser }) => {
      await createUser(await addClient("okta"), "ada@acme.example", {
        externalId: "00u1",
        name: { givenName: "Ada", familyName: "Lovelace" },
      });
      return send(await addClient("entra"), "POST", "/Users", { body: userBody("ADA@acme.example") });
    },
    title: "ADA@acme.example is here already",
    fix: /Ada Lovelace is managed by okta \d+\..*option onExistingUser to adopt.*Provision on demand/s,
    sentence: /could not create ADA@acme\.example: somebody here has that userName$/,
  },
  {
    card: 13,
    name: "a person who is deactivated",
    play: async ({ send, addClient, createUser }) => {
      await createUser(await addClient("okta"), "ada@acme.example", { active: false });
      return send(await addClient("okta"), "POST", "/Users", { body: userBody("ada@acme.example") });
    },
    title: "ada@acme.example is here already, deactivated",
    fix: "option onDeactivatedUser to reactivate",
    sentence: /somebody who is deactivated here has that userName$/,
  },
  {
    card: 13,
    name: "a group of the same name",
    play: async ({ send, addClient, createGroup }) => {
      const client = await addClient("okta");
      await createGroup(client, "Engineering");
      return send(client, "POST", "/Groups", { body: groupBody("engineering") });
    },
    title: "A group named engineering is here already",
    fix: "Push Groups",
    sentence: /could not create the group engineering: there is a group of that name$/,
  },
  {
    card: 14,
    name: "a creation sent twice",
    play: async ({ send, addClient, createUser }) => {
      const client = await addClient("okta");
      await createUser(client, "ada@acme.example", { externalId: "00u1" });
      return send(client, "POST", "/Users", { body: { ...userBody("ada@acme.example"), externalId: "00u1" } });
    },
    title: "The identity provider repeated a creation that had worked",
    fix: "the person is here once",
    sentence: /could not create ada@acme\.example/,
  },
  {
    card: 15,
    name: "a userName that is no address",
    play: async ({ send, addClient }) =>
      send(await addClient("okta", { requireEmail: true }), "POST", "/Users", { body: userBody("ada") }),
    title: 'The userName "ada" is not an email address',
    fix: '"Application username format" to Email',
    sentence: /could not create ada: userName must be an email address here/,
  },
  {
    card: 15,
    name: "a domain that is not allowed",
    play: async ({ fixture, send, addClient, organizationId }) => {
      await fixture.database.pool.query(
        "UPDATE organizations SET allowed_email_domains = '{acme.example}' WHERE id = $1",
        [organizationId],
      );
      return send(await addClient("entra"), "POST", "/Users", { body: userBody("ada@other.example") });
    },
    title: "ada@other.example is outside the allowed email domains",
    fix: "allow it in the settings",
    sentence: /could not create ada@other\.example/,
  },
  {
    card: 15,
    name: "nobody's address, where domains are restricted",
    play: async ({ fixture, send, addClient, organizationId }) => {
      await fixture.database.pool.query(
        "UPDATE organizations SET allowed_email_domains = '{acme.example}' WHERE id = $1",
        [organizationId],
      );
      return send(await addClient("entra"), "POST", "/Users", { body: userBody("ada") });
    },
    title: "The person has no email address",
    fix: "map userName from userPrincipalName",
    sentence: /could not create ada/,
  },
  {
    card: 20,
    name: "the last owner is disabled",
    play: async ({ send, addClient, createUser }) => {
      const client = await addClient("okta", { highestGrantableRole: "owner" });
      const name = { givenName: "Bo", familyName: "Berg" };
      const bo = await createUser(client, "bo@acme.example", { role: "owner", name });
      return send(client, "PATCH", `/Users/${bo}`, patch({ op: "replace", value: { active: false } }));
    },
    title: "Bo Berg is the last owner, and was left as they are",
    fix: "Make somebody else an owner first",
    sentence: /could not change Bo Berg: they are the last owner$/,
  },
  {
    card: 21,
    name: "a value of roles that is no role",
    play: async ({ send, addClient }) =>
      send(await addClient("entra"), "POST", "/Users", {
        body: { ...userBody("ada"), name: { formatted: "Ada Lovelace" }, roles: [{ value: "superuser" }] },
      }),
    title: '"superuser" is not a role here: Ada Lovelace stays member',
    fix: "one of the five words",
    sentence: /created Ada Lovelace$/,
  },
  {
    card: 21,
    name: "a role that is none",
    play: async ({ send, addClient }) =>
      send(await addClient("okta"), "POST", "/Users", { body: { ...userBody("ada"), role: "superuser" } }),
    title: '"superuser" is not a role here',
    fix: "map role to one of the five words",
    sentence: /could not create ada: role cannot be "superuser"$/,
  },
  {
    card: 21,
    name: "a role above what may be granted",
    play: async ({ send, addClient }) =>
      send(await addClient("okta"), "POST", "/Users", { body: { ...userBody("ada"), role: "owner" } }),
    title: /^okta \d+ may not make anybody owner$/,
    fix: "raise highestGrantableRole",
    sentence: /may not grant the role owner/,
  },
  {
    card: 25,
    name: "a version that is gone",
    play: async ({ send, addClient, createUser }) => {
      const client = await addClient("okta");
      const ada = await createUser(client, "ada");
      const headers = { "if-match": 'W/"7"' };
      return send(client, "PUT", `/Users/${ada}`, { body: userBody("ada"), headers });
    },
    title: "ada was changed between reading and writing",
    fix: "Okta reads again and repeats its change",
    sentence: /could not replace ada: it was changed by somebody else in between$/,
  },
  {
    card: 28,
    name: "a deletion that deactivates",
    play: async ({ send, addClient, createUser }) => {
      const client = await addClient("authentik", { onDelete: "deactivate" });
      const ada = await createUser(client, "ada", { name: { formatted: "Ada Lovelace" } });
      return send(client, "DELETE", `/Users/${ada}`);
    },
    title: "Ada Lovelace was to be deleted, and was deactivated instead",
    fix: "set onDelete to delete",
    sentence: /asked to delete Ada Lovelace, who was deactivated instead$/,
  },
  {
    card: 28,
    name: "a deletion that is refused",
    play: async ({ send, addClient, createUser }) => {
      const client = await addClient("onelogin", { onDelete: "refuse" });
      const ada = await createUser(client, "ada", { name: { givenName: "Ada" } });
      return send(client, "DELETE", `/Users/${ada}`);
    },
    title: "Ada was not deleted",
    fix: 'choose Suspend under "When users are deleted in OneLogin"',
    sentence: /could not delete Ada/,
  },
  {
    card: 29,
    name: "another userName",
    play: async ({ send, addClient, createUser }) => {
      const client = await addClient("okta");
      const ada = await createUser(client, "ada@old.example", { name: { givenName: "Ada", familyName: "King" } });
      return send(
        client,
        "PATCH",
        `/Users/${ada}`,
        patch({ op: "replace", path: "userName", value: "ada@new.example" }),
      );
    },
    title: "Ada King has another userName: ada@old.example is now ada@new.example",
    fix: "It is the same person",
    sentence: /changed the userName of Ada King from ada@old\.example to ada@new\.example$/,
  },
];
