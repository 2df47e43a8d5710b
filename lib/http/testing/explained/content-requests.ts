import { patch, type Scenario, userBody } from "./stage";

/** Requests about groups, filters and what bodies hold. */
export const contentRequests: readonly Scenario[] = [
  {
    card: 11,
    name: "Entra's older dialect",
    play: async ({ send, addClient, createUser }) => {
      const client = await addClient("entra");
      const ada = await createUser(client, "ada@acme.example", { name: { formatted: "Ada Lovelace" } });
      return send(client, "PATCH", `/Users/${ada}`, patch({ op: "Replace", path: "active", value: "False" }));
    },
    title: "Entra speaks its older dialect, and it was understood",
    fix: "add ?aadOptscim062020 to the end of the",
    sentence: /^entra \d+ deactivated Ada Lovelace$/,
  },
  {
    card: 12,
    name: "a boolean in quotes",
    play: async ({ send, addClient, createUser }) => {
      const client = await addClient("keycloak");
      const ada = await createUser(client, "ada@acme.example");
      return send(client, "PATCH", `/Users/${ada}`, patch({ op: "replace", value: { active: "false" } }));
    },
    title: 'The text "false" was read as false',
    fix: "nothing needs to be done",
    sentence: /deactivated ada@acme\.example$/,
  },
  {
    card: 16,
    name: "members who are not here",
    play: async ({ send, addClient, createGroup }) => {
      const client = await addClient("okta");
      const group = await createGroup(client, "Engineering");
      const ids = ["5171a35d-0000-4e06-8ce2-ffffffffffff", "5171a35d-0000-4e06-8ce2-fffffffffffe"];
      const value = ids.map((id) => ({ value: id }));
      return send(client, "PATCH", `/Groups/${group}`, patch({ op: "add", path: "members", value }));
    },
    title: "Engineering mentions 2 people who are not here",
    fix: "Applications > your app > Assignments, and assign the people of the group",
    sentence: /could not change the group Engineering: it names members who are not here$/,
  },
  {
    card: 17,
    name: "a removal that names nobody",
    play: async ({ send, addClient, createUser, createGroup }) => {
      const client = await addClient("okta");
      const name = (givenName: string) => ({ name: { givenName } });
      const members = [await createUser(client, "ada", name("Ada")), await createUser(client, "bo", name("Bo"))];
      const group = await createGroup(client, "Engineering", members);
      return send(client, "PATCH", `/Groups/${group}`, patch({ op: "remove", path: "members" }));
    },
    title: "Engineering was emptied: 2 people went",
    fix: /In it were (?:Ada and Bo|Bo and Ada)\..*have the group sent again with its members/s,
    sentence: /emptied Engineering \(2 people\)$/,
  },
  {
    card: 18,
    name: "a filter without its end",
    play: async ({ send, addClient }) =>
      send(await addClient("pingone"), "GET", `/Users?filter=${encodeURIComponent('userName eq "ada" and')}`),
    title: "The filter cannot be read at character 22",
    fix: /It stops here: ….*▸.*Operators: eq, ne/s,
    sentence: /could not look for people: the filter cannot be read at character 22$/,
  },
  {
    card: 18,
    name: "a filter by what no schema has",
    play: async ({ send, addClient }) =>
      send(await addClient("pingone"), "GET", `/Users?filter=${encodeURIComponent('shoeSize eq "46"')}`),
    title: "The filter asks for something that is not here",
    fix: "/Schemas lists all there are",
    sentence: /could not look for people: the filter cannot be answered/,
  },
  {
    card: 22,
    name: "Okta's password",
    play: async ({ send, addClient }) =>
      send(await addClient("okta"), "POST", "/Users", { body: { ...userBody("ada"), password: "Nw-rand-9921" } }),
    title: "A password was sent, and was not kept",
    fix: 'untick "Sync Password"',
    sentence: /created ada$/,
  },
  {
    card: 23,
    name: "attributes that no schema knows",
    play: async ({ send, addClient }) =>
      send(await addClient("okta"), "POST", "/Users", { body: { ...userBody("ada"), shoeSize: 46, hatSize: 58 } }),
    title: "2 attributes were left out: shoeSize and hatSize",
    fix: "set unknownAttributes to keep",
    sentence: /created ada$/,
  },
  {
    card: 23,
    name: "attributes that are refused",
    play: async ({ send, addClient }) =>
      send(await addClient("okta", { unknownAttributes: "reject" }), "POST", "/Users", {
        body: { ...userBody("ada"), shoeSize: 46 },
      }),
    title: 'No schema knows "shoeSize"',
    fix: "Correct or remove the mapping",
    sentence: /could not create ada: no schema knows "shoeSize"|could not create ada: No schema knows "shoeSize"/,
  },
  {
    card: 24,
    name: "a PATCH without effect",
    play: async ({ send, addClient, createUser }) => {
      const client = await addClient("okta");
      const ada = await createUser(client, "ada", { title: "Lead" });
      return send(client, "PATCH", `/Users/${ada}`, patch({ op: "replace", value: { title: "Lead" } }));
    },
    title: "Nothing changed: it was so already",
    fix: "No version was counted up",
    sentence: /sent ada again; nothing changed$/,
  },
  {
    card: 26,
    name: "more operations than are taken",
    play: async ({ send, addClient, createUser }) => {
      const client = await addClient("okta");
      const ada = await createUser(client, "ada");
      const operations = Array.from({ length: 501 }, () => ({ op: "replace", path: "title", value: "Lead" }));
      return send(client, "PATCH", `/Users/${ada}`, patch(...operations));
    },
    title: "501 operations in one request (limit 500)",
    fix: "map fewer values",
    sentence: /could not change ada/,
  },
  {
    card: 26,
    name: "a body that is too large",
    play: async ({ send, addClient }) =>
      send(await addClient("okta"), "POST", "/Users", { text: `{"a":"${"x".repeat(1024 * 1024)}"}` }),
    title: "The request is larger than 1,048,576 bytes",
    fix: "map fewer values",
    sentence: /could not create a person/,
  },
];
