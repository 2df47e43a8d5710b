import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Attribute, ResourceType } from "./attribute";
import enterpriseUser from "./fixtures/rfc7643-8.3-enterprise-user.json";
import rfcGroup from "./fixtures/rfc7643-8.4-group.json";
import type { JsonObject } from "./json";
import { parseProjection, projectAttributes, projectionIncludes } from "./project-attributes";
import { defineAttribute } from "./schema/define-attribute";
import { createResourceTypes } from "./schema/resource-types";
import { enterpriseUserSchemaUrn as enterprise, userSchemaUrn } from "./urns";

const { user, group } = createResourceTypes({ role: true, keepsUnknown: false });
const open = createResourceTypes({ role: true, keepsUnknown: true }).user;
const { password, ...stored } = enterpriseUser;
const { formatted, ...nameParts } = stored.name;
const { manager, ...employment } = stored[enterprise];
const least = { schemas: stored.schemas, id: stored.id };

function project(attributes: string[] | undefined, excluded?: string[], resource: JsonObject = stored): JsonObject {
  return projectAttributes(user, resource, parseProjection(user, attributes, excluded));
}

describe("projectAttributes, attributes", () => {
  it.each<[string, string[], JsonObject]>([
    ["R-03 one attribute", ["userName"], { userName: stored.userName }],
    ["R-03 any case", ["USERNAME"], { userName: stored.userName }],
    ["R-03 a sub-attribute", ["name.givenName"], { name: { givenName: "Barbara" } }],
    ["R-03 sub-attributes of elements", ["emails.VALUE"], { emails: stored.emails.map(({ value }) => ({ value })) }],
    ["R-03 elements without the sub-attribute go", ["emails.primary"], { emails: [{ primary: true }] }],
    ["R-03 the core URN", [`${userSchemaUrn}:name.givenName`], { name: { givenName: "Barbara" } }],
    [
      "R-03 an extension's URN",
      [`${enterprise.toUpperCase()}:department`],
      { [enterprise]: { department: "Tour Operations" } },
    ],
    [
      "R-03 a sub-attribute in an extension",
      [`${enterprise}:manager.displayName`],
      { [enterprise]: { manager: { displayName: "John Smith" } } },
    ],
    ["R-03 a whole extension", [enterprise], { [enterprise]: stored[enterprise] }],
    [
      "R-03 an extension's attribute without its URN",
      ["department"],
      { [enterprise]: { department: "Tour Operations" } },
    ],
    [
      "R-03 the filter of a value path is passed over",
      ['emails[type eq "work,or, home"].value,title'],
      { emails: stored.emails.map(({ value }) => ({ value })), title: "Tour Guide" },
    ],
    [
      "R-03 unknown names are passed over",
      ["zzz,name.zzz,urn:acme:2.0:User:x,title,, [ ,nickName"],
      { title: "Tour Guide" },
    ],
    ["R-03 nothing but unknown names", ["zzz"], {}],
    ["R-03 meta.location", ["meta.location"], { meta: { location: stored.meta.location } }],
    [
      "R-07 spaces after commas",
      ["title, nickName ,  locale"],
      { title: "Tour Guide", nickName: "Babs", locale: "en-US" },
    ],
    ["R-07 repeated parameters", ["title", "nickName"], { title: "Tour Guide", nickName: "Babs" }],
    ["R-07 the base attribute has all sub-attributes", ["name.givenName,name"], { name: stored.name }],
    ["R-07 whatever comes first", ["name,name.givenName"], { name: stored.name }],
    [
      "two sub-attributes",
      ["name.givenName", "name.familyName"],
      { name: { givenName: "Barbara", familyName: "Jensen" } },
    ],
    ["R-04 password is never returned", ["password"], {}],
  ])("%s", (_, attributes, expected) => {
    expect(project(attributes)).toEqual({ ...least, ...expected });
  });

  it("R-06 attributes wins over excludedAttributes", () => {
    expect(project(["title,nickName"], ["title"])).toEqual({ ...least, title: "Tour Guide", nickName: "Babs" });
  });

  it("an empty parameter is as good as none", () => {
    expect(project([""], [" , "])).toEqual(stored);
  });
});

describe("projectAttributes, excludedAttributes", () => {
  const without = (names: string[]): JsonObject =>
    Object.fromEntries(Object.entries(stored).filter(([name]) => !names.includes(name)));

  it.each<[string, string[], JsonObject]>([
    ["R-05 an attribute", ["TITLE, nickName"], without(["title", "nickName"])],
    ["R-05 id and schemas stay", ["id,schemas,title"], without(["title"])],
    ["R-05 a sub-attribute", ["name.formatted"], { ...stored, name: nameParts }],
    ["R-05 a whole extension", [enterprise], without([enterprise])],
    ["R-05 an attribute of an extension", [`${enterprise}:manager`], { ...stored, [enterprise]: employment }],
    ["R-05 every sub-attribute that an element has", ["ims.value", "ims.type"], without(["ims"])],
    ["R-05 meta", ["meta"], without(["meta"])],
    ["R-03 unknown names are passed over", ["zzz"], stored],
  ])("%s", (_, excluded, expected) => {
    expect(project(undefined, excluded)).toEqual(expected);
  });

  it("R-05 members", () => {
    const { members, ...rest } = rfcGroup;
    expect(projectAttributes(group, rfcGroup, parseProjection(group, undefined, ["members"]))).toEqual(rest);
  });
});

describe("projectAttributes, returned (C-07)", () => {
  const attributes: readonly Attribute[] = [
    defineAttribute("shown", ""),
    defineAttribute("badge", "", { returned: "always" }),
    defineAttribute("photo", "", { returned: "request" }),
    defineAttribute("secret", "", { returned: "never" }),
    defineAttribute("card", "", {
      type: "complex",
      subAttributes: [
        defineAttribute("number", ""),
        defineAttribute("issuer", "", { returned: "always" }),
        defineAttribute("pin", "", { returned: "never" }),
        defineAttribute("scan", "", { returned: "request" }),
      ],
    }),
  ];
  const type: ResourceType = { ...user, schema: { ...user.schema, attributes } };
  const card = { number: 1, issuer: 2, pin: 3, scan: 4 };
  const resource = { id: "1", shown: "a", badge: "b", photo: "c", secret: "d", card };

  it.each<[string, string[], string[], JsonObject]>([
    ["by default", [], [], { id: "1", shown: "a", badge: "b", card: { number: 1, issuer: 2 } }],
    ["R-04 request, when named", ["photo"], [], { id: "1", badge: "b", photo: "c" }],
    [
      "R-04 request, a sub-attribute when named",
      ["card.scan"],
      [],
      { id: "1", badge: "b", card: { issuer: 2, scan: 4 } },
    ],
    ["R-04 never, even when named", ["secret", "card.pin"], [], { id: "1", badge: "b", card: { issuer: 2 } }],
    [
      "R-05 always, even when excluded",
      [],
      ["badge", "card.issuer", "shown"],
      { id: "1", badge: "b", card: { number: 1, issuer: 2 } },
    ],
    [
      "R-05 request and never stay out when others are excluded",
      [],
      ["shown"],
      { id: "1", badge: "b", card: { number: 1, issuer: 2 } },
    ],
  ])("%s", (_, named, excluded, expected) => {
    expect(projectAttributes(type, resource, parseProjection(type, named, excluded))).toEqual(expected);
  });

  it("password never shows, whatever is asked", () => {
    for (const projection of [
      parseProjection(user),
      parseProjection(user, ["password"]),
      parseProjection(user, [], ["title"]),
    ]) {
      expect(projectAttributes(user, enterpriseUser, projection)).not.toHaveProperty("password");
    }
  });
});

describe("projectAttributes, what no schema knows", () => {
  const resource = { ...stored, badge: { n: 1, m: 2 }, "urn:acme:2.0:User": { tag: "blue", size: 3 } };

  it("shows by default what was kept", () => {
    expect(projectAttributes(user, resource, parseProjection(user))).toEqual(resource);
  });

  it.each<[string[], JsonObject]>([
    [["badge"], { badge: { n: 1, m: 2 } }],
    [["badge.n"], { badge: { n: 1 } }],
    [["urn:acme:2.0:User:tag"], { "urn:acme:2.0:User": { tag: "blue" } }],
    [["URN:acme:2.0:User"], { "urn:acme:2.0:User": { tag: "blue", size: 3 } }],
  ])("an open resource type selects %j", (attributes, expected) => {
    expect(projectAttributes(open, resource, parseProjection(open, attributes))).toEqual({ ...least, ...expected });
  });
});

describe("projectionIncludes", () => {
  it.each<[string[], string[], boolean]>([
    [[], [], true],
    [["displayName"], [], false],
    [["displayName", "MEMBERS.value"], [], true],
    [[], ["members"], false],
    [[], ["members.display"], true],
    [["members"], ["members"], true],
  ])("R-05 attributes %j, excludedAttributes %j: members %s", (attributes, excluded, expected) => {
    expect(projectionIncludes(parseProjection(group, attributes, excluded), "members")).toBe(expected);
  });
});

it("law: whatever the parameters hold, a projection is part of the resource and holds id and schemas", () => {
  const name = fc.oneof(
    fc.constantFrom("name", "name.givenName", "emails[", "id", enterprise, `${enterprise}:manager.value`, "meta"),
    fc.string(),
  );
  const lists = fc.array(
    fc.array(name).map((names) => names.join(",")),
    { maxLength: 3 },
  );
  fc.assert(
    fc.property(lists, lists, (attributes, excluded) => {
      const projected = project(attributes, excluded);
      expect(stored).toMatchObject(projected);
      expect(projected).toMatchObject(least);
    }),
    { numRuns: 1_000 },
  );
});
