import { expect, test } from "../fixtures";
import { createGroup, createUser, get, idOf, listAt, patch, put, userBody, valueAt } from "./exchange";

// The full name itself is seen in SCIM only where it is shown for a member; which parts make it (nameFormattedIncluded) is
// tested beside lib/directory/full-name.ts.

const everyPart = {
  formatted: "Dr. Ada King Lovelace III",
  familyName: "Lovelace",
  givenName: "Ada",
  middleName: "King",
  honorificPrefix: "Dr.",
  honorificSuffix: "III",
};

for (const preset of ["generic", "okta", "entra", "google"]) {
  test.describe(() => {
    test.use({ scimClient: { preset } });

    test(`preset ${preset}: every name part is stored and returned as sent, none is made up`, async ({ scim }) => {
      for (const name of [
        everyPart,
        { formatted: "Ada Lovelace" },
        { givenName: "Ada" },
        { familyName: "Lovelace" },
        { givenName: " Ada ", familyName: "de  Lovelace" },
        { honorificPrefix: "Dr." },
        { formatted: "One", givenName: "Two", familyName: "Three" },
      ]) {
        const user = await createUser(scim, { name });
        expect(user.name).toEqual(name);
        expect(user).not.toHaveProperty("displayName");
        expect((await get(scim, `/Users/${idOf(user)}`)).body).toEqual(user);
      }
      const nameless = await createUser(scim);
      expect(nameless).not.toHaveProperty("name");
    });

    test(`preset ${preset}: displayName is stored as sent, beside the name`, async ({ scim }) => {
      const user = await createUser(scim, { name: everyPart, displayName: "Countess" });
      expect(user).toMatchObject({ name: everyPart, displayName: "Countess" });
      const path = `/Users/${idOf(user)}`;
      const patched = await patch(scim, path, { op: "replace", path: "name.givenName", value: "Augusta" });
      expect(patched.body).toMatchObject({ name: { ...everyPart, givenName: "Augusta" }, displayName: "Countess" });
      const replaced = await put(scim, path, userBody({ name: { formatted: "Ada" } }));
      expect(replaced.body.name).toEqual({ formatted: "Ada" });
    });

    test(`preset ${preset}: a member is shown by a name, if one is known`, async ({ scim }) => {
      for (const [attributes, display] of [
        [{ displayName: "Countess", name: { givenName: "Ada", familyName: "Lovelace" } }, "Countess"],
        [{ name: { givenName: "Ada", familyName: "Lovelace" } }, "Ada Lovelace"],
        [{ name: { formatted: "Ada K. Lovelace" } }, "Ada K. Lovelace"],
      ] as const) {
        const user = await createUser(scim, attributes);
        const group = await createGroup(scim, [idOf(user)]);
        const members = listAt((await get(scim, `/Groups/${idOf(group)}`)).body, "members");
        expect(valueAt(members[0], "display")).toBe(display);
      }
      const nameless = await createUser(scim);
      const group = await createGroup(scim, [idOf(nameless)]);
      const members = listAt((await get(scim, `/Groups/${idOf(group)}`)).body, "members");
      expect(members[0]).not.toHaveProperty("display");
    });
  });
}
