import { describe, expect, test } from "vitest";
import { ScimError } from "@/lib/scim/errors";
import type { JsonObject } from "@/lib/scim/json";
import { type ClientOptions, resolveClientOptions } from "./client-options";
import type { Leniency } from "./compatibility/leniency";
import type { Role } from "./role";
import { decideRole } from "./role-policy";

type Case = {
  readonly name: string;
  readonly next: JsonObject;
  readonly current?: Role;
  readonly options?: Partial<ClientOptions>;
  readonly expected: Role;
  readonly roles?: JsonObject[];
  readonly remark?: RegExp;
};

const cases: readonly Case[] = [
  { name: "neither is named on create: the default", next: {}, expected: "member" },
  { name: "the client's own default", next: {}, options: { defaultRole: "guest" }, expected: "guest" },
  {
    name: "a default above the highest grantable gives the highest grantable",
    next: {},
    options: { defaultRole: "owner", highestGrantableRole: "guest" },
    expected: "guest",
  },
  {
    name: "so does removing the role",
    next: { role: null },
    current: "guest",
    options: { defaultRole: "owner", highestGrantableRole: "moderator" },
    expected: "moderator",
  },
  { name: "neither is named on an update: the role stays", next: {}, current: "moderator", expected: "moderator" },
  { name: "role sets it", next: { role: "guest" }, current: "member", expected: "guest" },
  { name: "role null gives the default", next: { role: null }, current: "moderator", expected: "member" },
  { name: "the only roles value that is one of the five", next: { roles: [{ value: "guest" }] }, expected: "guest" },
  {
    name: "the primary roles value",
    next: { roles: [{ value: "guest" }, { value: "moderator", primary: true }] },
    expected: "moderator",
  },
  {
    name: "several roles values, none primary",
    next: { roles: [{ value: "guest" }, { value: "moderator" }] },
    current: "member",
    expected: "member",
  },
  {
    name: "an app role of the identity provider leaves the role and says so",
    next: { roles: [{ value: "Auditor", primary: true }] },
    current: "moderator",
    expected: "moderator",
    remark: /"Auditor" in roles is not a role .* stays moderator/,
  },
  {
    name: "role wins over roles, which then agrees",
    next: { role: "guest", roles: [{ value: "moderator", primary: true, display: "Mod" }] },
    expected: "guest",
    roles: [{ value: "guest", primary: true, display: "Mod" }],
  },
  {
    name: "role leaves a roles value alone that is none of the five",
    next: { role: "guest", roles: [{ value: "Auditor" }] },
    expected: "guest",
    roles: [{ value: "Auditor" }],
  },
  {
    name: "to keep a role above the highest grantable is no grant",
    next: { role: "owner" },
    current: "owner",
    expected: "owner",
  },
];

describe("the organization's role", () => {
  test.each(cases)("$name", ({ next, current, options, expected, roles, remark }) => {
    const leniencies: Leniency[] = [];
    const decided = decide(next, current, options, leniencies);
    expect(decided.role).toBe(expected);
    expect(decided.roles).toEqual(roles ?? next.roles);
    if (remark) expect(leniencies[0]?.detail).toMatch(remark);
    else expect(leniencies).toEqual([]);
  });

  test.each(["Owner", "admin", "", 3, ["member"]])("%j is refused with the five words", (role) => {
    expect(() => decide({ role }, "member")).toThrow(/owner, administrator, moderator, member, guest/);
  });

  test.each([
    { name: "role", next: { role: "owner" } },
    { name: "roles", next: { roles: [{ value: "owner" }] } },
  ])("a grant above the highest grantable by $name is forbidden", ({ next }) => {
    const grant = () => decide(next, "member");
    expect(grant).toThrow(ScimError);
    expect(grant).toThrow(/may not grant the role owner; the highest it may grant is administrator/);
    expect(decide(next, "member", { highestGrantableRole: "owner" }).role).toBe("owner");
  });
});

function decide(next: JsonObject, current?: Role, options: Partial<ClientOptions> = {}, leniencies: Leniency[] = []) {
  const writes = { role: Object.hasOwn(next, "role"), roles: Object.hasOwn(next, "roles") };
  return decideRole(next, current, writes, resolveClientOptions("generic", options), leniencies);
}
