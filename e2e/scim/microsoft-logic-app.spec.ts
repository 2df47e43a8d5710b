import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { startAssertionIssuer } from "../assertion-issuer";
import type { Scim } from "../fixtures";
import { expect, test } from "../fixtures";
import type { Answer, Operation } from "./exchange";
import {
  createGroup,
  createUser,
  createUsers,
  get,
  idOf,
  listAt,
  patch,
  post,
  textAt,
  unique,
  userBody,
  valueAt,
} from "./exchange";
import { expectListResponse } from "./expectations";
import {
  expectHolds,
  type FlattenedAttributes,
  nestUser,
  readFlattened,
  verboseOperations,
} from "./flattened-attributes";
import { enterpriseUrn, groupUrn, userUrn } from "./urns";

// The eleven direct cases of Microsoft's validation suite for the Entra gallery (AzureAD/SCIMReferenceCode,
// SCIMTests_Workflow), under their names and with the requests and comparisons of its workflow.

const accept = { accept: "application/scim+json" };

/** What Entra's provisioning schema maps on a new application, less common attributes, which no schema lists. */
const mappedUserAttributes = [
  "userName",
  "active",
  "displayName",
  "title",
  'emails[type eq "work"].value',
  'emails[type eq "home"].value',
  'emails[type eq "other"].value',
  "preferredLanguage",
  "name.givenName",
  "name.familyName",
  "name.formatted",
  "name.honorificPrefix",
  "name.honorificSuffix",
  'addresses[type eq "work"].formatted',
  'addresses[type eq "work"].streetAddress',
  'addresses[type eq "work"].locality',
  'addresses[type eq "work"].region',
  'addresses[type eq "work"].postalCode',
  'addresses[type eq "work"].country',
  'addresses[type eq "other"].formatted',
  'phoneNumbers[type eq "work"].value',
  'phoneNumbers[type eq "mobile"].value',
  'phoneNumbers[type eq "fax"].value',
  'roles[primary eq "True"].display',
  'roles[primary eq "True"].type',
  'roles[primary eq "True"].value',
  "nickName",
  "userType",
  "locale",
  "timezone",
  `${enterpriseUrn}:employeeNumber`,
  `${enterpriseUrn}:department`,
  `${enterpriseUrn}:costCenter`,
  `${enterpriseUrn}:organization`,
  `${enterpriseUrn}:division`,
  `${enterpriseUrn}:manager`,
];

type Flattened = { readonly path: string; readonly attribute: JsonValue };

/**
 * The published attributes of a schema under the names that the suite gives them: each canonical type of a multi-valued
 * attribute, or its primary element where there are no canonical types; each sub-attribute of a single complex one.
 */
async function readFlattenedSchema(scim: Scim, urn: string): Promise<Flattened[]> {
  const schemas = expectListResponse(await get(scim, "/Schemas", accept));
  const schema = schemas.find((candidate) => valueAt(candidate, "id") === urn);
  const prefix = urn.startsWith("urn:ietf:params:scim:schemas:core:") ? "" : `${urn}:`;
  return listAt(schema, "attributes").flatMap((attribute) =>
    flattenAttribute(attribute).map((flattened) => ({ ...flattened, path: prefix + flattened.path })),
  );
}

function flattenAttribute(attribute: JsonValue): Flattened[] {
  const name = textAt(attribute, "name");
  const subAttributes = listAt(attribute, "subAttributes");
  if (name === "manager" || name === "members" || valueAt(attribute, "type") !== "complex") {
    return [{ path: name, attribute }];
  }
  const named = (paths: readonly string[], excluded: readonly string[]) =>
    paths.flatMap((path) =>
      subAttributes
        .map((subAttribute) => ({ path: `${path}.${textAt(subAttribute, "name")}`, attribute: subAttribute }))
        .filter((flattened) => !excluded.includes(textAt(flattened.attribute, "name"))),
    );
  if (valueAt(attribute, "multiValued") !== true) {
    return named([name], []);
  }
  const type = subAttributes.find((subAttribute) => valueAt(subAttribute, "name") === "type");
  const types = listAt(type, "canonicalValues");
  return types.length > 0
    ? named(
        types.map((value) => `${name}[type eq "${String(value)}"]`),
        ["type", "primary"],
      )
    : named([`${name}[primary eq "True"]`], ["primary"]);
}

/** The attributes that the suite updates: single, of a simple type, writable; references and roles are left out there too. */
async function readUpdatable(scim: Scim): Promise<Flattened[]> {
  const flattened = [
    ...(await readFlattenedSchema(scim, userUrn)),
    ...(await readFlattenedSchema(scim, enterpriseUrn)),
  ];
  return flattened.filter(
    ({ path, attribute }) =>
      ["string", "integer", "dateTime", "boolean"].includes(textAt(attribute, "type")) &&
      valueAt(attribute, "multiValued") === false &&
      valueAt(attribute, "mutability") === "readWrite" &&
      !/^(active$|groups|roles)/.test(path),
  );
}

/** A new value for each, as the suite makes them; the five roles stand for themselves. */
function makeValues(attributes: readonly Flattened[]): FlattenedAttributes {
  return Object.fromEntries(
    attributes.map(({ path, attribute }) => {
      switch (textAt(attribute, "type")) {
        case "boolean":
          return [path, true];
        case "integer":
          return [path, 4711];
        case "dateTime":
          return [path, new Date().toISOString()];
        default:
          return [path, path === "role" ? "guest" : `upd-${randomUUID().slice(0, 8)}`];
      }
    }),
  );
}

/** The suite writes one operation an attribute, or, where a target cannot take that, all in one without path. */
const writers: Readonly<Record<string, (attributes: FlattenedAttributes) => Operation[]>> = {
  "one operation an attribute": (attributes) =>
    Object.entries(attributes).map(([path, value]) => ({ op: "replace", path, value })),
  "one operation without path": (attributes) => verboseOperations("replace", attributes),
};

function expectSuccess(answer: Answer, ...statuses: readonly number[]): JsonObject {
  expect(statuses, answer.text).toContain(answer.status);
  return answer.body;
}

/** Sends a PATCH, expects it to succeed, and reads the resource. */
async function patchAndGet(scim: Scim, path: string, operations: readonly Operation[]): Promise<JsonObject> {
  expectSuccess(await patch(scim, path, ...operations), 200, 204);
  return expectSuccess(await get(scim, path, accept), 200);
}

/** Reads pages of five by startIndex, as the suite does, and returns the ids in the order they came. */
async function readPages(scim: Scim, endpoint: "/Users" | "/Groups"): Promise<string[]> {
  const ids: string[] = [];
  let pages = 0;
  let next: number | undefined = 1;
  while (next !== undefined && pages < 10) {
    const answer: Answer = await get(scim, `${endpoint}?startIndex=${next}&count=5`, accept);
    const resources = expectListResponse(answer);
    expect(answer.body.startIndex).toBe(pages * 5 + 1);
    ids.push(...resources.map((resource) => textAt(resource, "id")));
    pages += 1;
    const following: number = next + resources.length;
    next = resources.length > 0 && following <= Number(answer.body.totalResults) ? following : undefined;
  }
  expect(pages).toBeGreaterThanOrEqual(2);
  return ids;
}

const issuedSchema = z.object({ clientId: z.string(), clientSecret: z.string(), tokenUrl: z.string() });
const trustSchema = z.object({ clientId: z.string(), tokenUrl: z.string() });
const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.number() });

/** Asks for a token with a form, and expects one of 60 to 360 minutes that lists users. */
async function expectToken(scim: Scim, tokenUrl: string, form: Readonly<Record<string, string>>): Promise<void> {
  const response = await fetch(tokenUrl, { method: "POST", body: new URLSearchParams(form) });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  const { access_token: token, expires_in: expiresIn } = tokenSchema.parse(JSON.parse(text));
  expect(expiresIn / 60).toBeGreaterThanOrEqual(60);
  expect(expiresIn / 60).toBeLessThanOrEqual(360);
  const bearer = { ...accept, authorization: `Bearer ${token}` };
  expectListResponse(await get(scim, "/Users?startIndex=1&count=1", bearer));
}

const suite = "Microsoft Logic App suite";

for (const preset of ["entra", "generic"]) {
  test.describe(`preset ${preset}`, () => {
    test.use({ scimClient: { preset } });

    test(`${suite}: Schema_Discoverability_Test`, async ({ scim }) => {
      const user = await readFlattenedSchema(scim, userUrn);
      const enterprise = await readFlattenedSchema(scim, enterpriseUrn);
      const published = [...user, ...enterprise].map(({ path }) => path.toLowerCase());
      expect(mappedUserAttributes.filter((path) => !published.includes(path.toLowerCase()))).toEqual([]);
      const group = (await readFlattenedSchema(scim, groupUrn)).map(({ path }) => path);
      expect(group).toEqual(expect.arrayContaining(["displayName", "members"]));
    });

    for (const [how, write] of Object.entries(writers)) {
      test(`${suite}: SCIM_Null_Update_Test, ${how}`, async ({ scim }) => {
        // A person has always a userName and a role.
        const updatable = await readUpdatable(scim);
        const optional = updatable.filter(
          ({ path, attribute }) => valueAt(attribute, "type") === "string" && !["userName", "role"].includes(path),
        );
        expect(optional.length).toBeGreaterThan(30);
        const values = makeValues(optional);
        const created = await post(scim, "/Users", nestUser({ userName: unique("null"), ...values }));
        expectHolds(expectSuccess(created, 201), values);
        for (const empty of ["", null]) {
          const emptied = Object.fromEntries(Object.keys(values).map((path) => [path, empty]));
          const read = await patchAndGet(scim, `/Users/${idOf(created.body)}`, write(emptied));
          const left = Object.keys(values).filter((path) => readFlattened(read, path) !== undefined);
          expect(left, `after ${JSON.stringify(empty)}`).toEqual([]);
        }
      });
    }

    test(`${suite}: SCIM_User_Create_Test`, async ({ scim }) => {
      const body = userBody({ userName: `${unique("lascuser")}@test.com`, externalId: randomUUID(), active: true });
      const created = expectSuccess(await post(scim, "/Users", body, accept), 200, 201);
      expect(idOf(created)).not.toBe("");
      expect(created.userName).toBe(body.userName);
    });

    for (const [how, write] of Object.entries(writers)) {
      test(`${suite}: SCIM_User_Update_Test, ${how}`, async ({ scim }) => {
        const updatable = await readUpdatable(scim);
        expect(updatable.length).toBeGreaterThan(60);
        const values = makeValues(updatable);
        const created = await createUser(scim, { active: true });
        expectHolds(await patchAndGet(scim, `/Users/${idOf(created)}`, write(values)), values);
        // Once more, over values that are there.
        const changed = makeValues(updatable);
        expectHolds(await patchAndGet(scim, `/Users/${idOf(created)}`, write(changed)), changed);
      });
    }

    test(`${suite}: SCIM_Group_Create_Test`, async ({ scim }) => {
      const body = { schemas: [groupUrn], displayName: unique("LASCDirectGroup"), externalId: randomUUID() };
      const created = expectSuccess(await post(scim, "/Groups", body, accept), 200, 201);
      expect(idOf(created)).not.toBe("");
      expect(created.displayName).toBe(body.displayName);
    });

    test(`${suite}: SCIM_Group_Update_Test`, async ({ scim }) => {
      const path = `/Groups/${idOf(await createGroup(scim))}`;
      const values = { displayName: `upd-${randomUUID().slice(0, 8)}`, externalId: `upd-${randomUUID().slice(0, 8)}` };
      const operations = Object.entries(values).map(([name, value]) => ({ op: "replace", path: name, value }));
      expectHolds(await patchAndGet(scim, path, operations), values);
    });

    test(`${suite}: SCIM_User_Pagination_Test`, async ({ scim }) => {
      const created = await createUsers(scim, 11);
      expect((await readPages(scim, "/Users")).sort()).toEqual(created.sort());
    });

    test(`${suite}: SCIM_Group_Pagination_Test`, async ({ scim }) => {
      const created = await Promise.all(Array.from({ length: 11 }, async () => idOf(await createGroup(scim))));
      expect((await readPages(scim, "/Groups")).sort()).toEqual(created.sort());
    });

    test(`${suite}: SCIM_Update_Manager_Test`, async ({ scim }) => {
      const path = `/Users/${idOf(await createUser(scim))}`;
      const first = idOf(await createUser(scim));
      const second = idOf(await createUser(scim));
      const manager = `${enterpriseUrn}:manager`;
      for (const [op, value] of [
        ["Add", first],
        ["replace", second],
      ] as const) {
        const read = await patchAndGet(scim, path, [{ op, path: manager, value }]);
        expect(valueAt(read, `${enterpriseUrn}.manager.value`)).toBe(value);
      }
      const read = await patchAndGet(scim, path, [{ op: "replace", path: manager, value: "" }]);
      expect(valueAt(read, `${enterpriseUrn}.manager`)).toBeUndefined();
    });

    test(`${suite}: Validate_Credentials_Test`, async ({ scim, roster }) => {
      const of = [scim.client.name, "-r", scim.organization.subdomain];
      const issued = issuedSchema.parse(await roster(["client-secret", "issue", ...of]));
      const form = { grant_type: "client_credentials", client_id: issued.clientId, client_secret: issued.clientSecret };
      await expectToken(scim, issued.tokenUrl, form);
      await expectToken(scim, issued.tokenUrl, { ...form, scope: "scim" });
    });

    test(`${suite}: Federated_Identity_Test`, async ({ scim, roster }) => {
      const issuer = await startAssertionIssuer();
      try {
        const [subject, audience] = [randomUUID(), `api://${randomUUID()}`];
        const of = [scim.client.name, "-r", scim.organization.subdomain];
        const who = ["--issuer", issuer.issuer, "--subject", subject, "--audience", `${audience}/.default`];
        const trust = trustSchema.parse(await roster(["workload-trust", "add", ...of, ...who]));
        await expectToken(scim, trust.tokenUrl, {
          grant_type: "client_credentials",
          client_id: trust.clientId,
          client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
          client_assertion: issuer.sign({ sub: subject, aud: audience }),
          scope: "scim",
        });
      } finally {
        await issuer.stop();
      }
    });
  });
}
