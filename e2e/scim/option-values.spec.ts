import { expect, test } from "../fixtures";
import { type Connection, createUser, find, get, idOf, patch, post, put, remove, textAt, userBody } from "./exchange";
import { expectScimError } from "./expectations";

// Every value of the options that options.spec.ts, strict.spec.ts and organization.spec.ts do not show, and what each
// preset sets.

const roles = ["owner", "administrator", "moderator", "member", "guest"] as const;

test.describe("nameFormattedIncluded", () => {
  const name = { formatted: "Countess of Lovelace", givenName: "Ada", familyName: "King" };

  // The full name is what a client with the preset zulip sees as displayName.
  for (const [value, fullName] of [
    ["true", "Countess of Lovelace"],
    ["false", "Ada King"],
  ] as const) {
    test.describe(() => {
      test.use({ scimClient: { options: { nameFormattedIncluded: value } } });
      test(`${value}: the full name is ${fullName}`, async ({ scim, createClient }) => {
        const user = await createUser(scim, { name, displayName: "Ada" });
        expect([user.name, user.displayName]).toEqual([name, "Ada"]);
        const zulip = await createClient({ preset: "zulip" });
        expect((await get(zulip, `/Users/${idOf(user)}`)).body.displayName).toBe(fullName);
      });
    });
  }
});

test.describe("defaultRole", () => {
  for (const role of roles) {
    test.describe(() => {
      test.use({ scimClient: { options: { defaultRole: role, highestGrantableRole: "owner" } } });
      test(`${role}: who comes without a role`, async ({ scim }) => {
        expect((await createUser(scim)).role).toBe(role);
        expect((await createUser(scim, { role: "moderator" })).role).toBe("moderator");
      });
    });
  }

  test.describe(() => {
    test.use({ scimClient: { options: { defaultRole: "owner", highestGrantableRole: "moderator" } } });
    test("is no more than the client may grant", async ({ scim }) => {
      expect((await createUser(scim)).role).toBe("moderator");
    });
  });
});

test.describe("highestGrantableRole", () => {
  roles.forEach((highest, index) => {
    test.describe(() => {
      test.use({ scimClient: { options: { highestGrantableRole: highest } } });
      test(`${highest}: those above are a 403 that names the role, it and those below are given`, async ({ scim }) => {
        for (const role of roles.slice(0, index)) {
          const answer = await post(scim, "/Users", userBody({ role }));
          expectScimError(answer, 403);
          expect(textAt(answer.body, "detail")).toContain(role);
        }
        for (const role of roles.slice(index)) expect((await createUser(scim, { role })).role).toBe(role);
      });
    });
  });
});

test.describe("createGuestsWithoutStreams", () => {
  for (const [value, streams] of [
    ["true", []],
    ["false", ["general"]],
  ] as const) {
    test.describe(() => {
      test.use({ scimClient: { options: { createGuestsWithoutStreams: value } } });
      test(`${value}: a new guest has ${streams.length} streams`, async ({ scim, roster }) => {
        const of = ["-r", scim.organization.subdomain] as const;
        await roster(["stream", "add", "general", ...of, "--default"]);
        const guest = await createUser(scim, { role: "guest" });
        expect(await roster(["user", "show", textAt(guest, "userName"), ...of])).toMatchObject({
          streams: [...streams],
        });
      });
    });
  }
});

test("onDelete delete, onExistingUser conflict, onDeactivatedUser conflict and replaceOmitted clear are the defaults", async ({
  scim,
}) => {
  const user = await createUser(scim, { title: "Dr" });
  const path = `/Users/${idOf(user)}`;
  const body = userBody({ userName: textAt(user, "userName") });
  expectScimError(await post(scim, "/Users", body), 409, "uniqueness");
  expect((await put(scim, path, body)).body).not.toHaveProperty("title");
  await patch(scim, path, { op: "replace", path: "active", value: false });
  const conflict = await post(scim, "/Users", body);
  expectScimError(conflict, 409, "uniqueness");
  expect(textAt(conflict.body, "detail")).toContain("deactivated");
  expect((await remove(scim, path)).status).toBe(204);
  expectScimError(await get(scim, path), 404);
});

/** The statuses of requests that are sent at once. */
async function sendAtOnce(scim: Connection, count: number): Promise<Response[]> {
  return await Promise.all(Array.from({ length: count }, () => scim.fetch("/Users?count=0")));
}

test.describe("rateLimit", () => {
  test.describe(() => {
    test.use({ scimClient: { options: { rateLimit: "2" } } });
    test("2: what is more is a 429 with a whole number of seconds to wait", async ({ scim }) => {
      const answers = await sendAtOnce(scim, 12);
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused.length).toBeGreaterThan(0);
      expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
      for (const { headers } of refused) expect(headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
    });
  });

  test("none: nothing is refused", async ({ scim }) => {
    const answers = await sendAtOnce(scim, 60);
    expect([...new Set(answers.map(({ status }) => status))]).toEqual([200]);
  });
});

test.describe("presets", () => {
  const generic = {
    nameFormattedIncluded: true,
    createGuestsWithoutStreams: false,
    defaultRole: "member",
    highestGrantableRole: "administrator",
    onDelete: "delete",
    onExistingUser: "conflict",
    onDeactivatedUser: "conflict",
    replaceOmitted: "clear",
    requireEmail: false,
    unknownAttributes: "ignore",
    rateLimit: "none",
    strict: false,
  };
  const givenAndFamilyName = { nameFormattedIncluded: false };
  for (const [preset, differing] of Object.entries({
    generic: {},
    okta: givenAndFamilyName,
    entra: { unknownAttributes: "keep" },
    authentik: {},
    keycloak: {},
    onelogin: givenAndFamilyName,
    jumpcloud: givenAndFamilyName,
    google: givenAndFamilyName,
    pingone: givenAndFamilyName,
    zulip: { onDelete: "refuse", replaceOmitted: "keep", requireEmail: true },
    strict: { strict: true, unknownAttributes: "reject" },
  })) {
    test.describe(() => {
      test.use({ scimClient: { preset } });
      test(`${preset} sets what it should, and setting it again re-applies that`, async ({ scim, roster }) => {
        const of = [scim.client.name, "-r", scim.organization.subdomain] as const;
        const options = { ...generic, ...differing };
        expect(await roster(["scim-client", "show", ...of])).toMatchObject({ preset, options, overrides: {} });
        await roster(["scim-client", "set", ...of, "--option", "defaultRole=guest", "--option", "rateLimit=25"]);
        expect(await roster(["scim-client", "set", ...of, "--preset", preset])).toMatchObject({
          preset,
          options,
          changes: [
            { setting: "defaultRole", before: "guest", after: "member" },
            { setting: "rateLimit", before: 25, after: "none" },
          ],
        });
        expect(await find(scim, "/Users", "userName pr")).toEqual([]);
      });
    });
  }
});
