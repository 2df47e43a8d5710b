import { describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/scim/json";
import { resolveClientOptions } from "./client-options";
import { checkAddress } from "./email-policy";
import type { ScimClient } from "./scim-client";
import { scopes } from "./scope";

type Rules = { domains?: string[]; subdomains?: boolean; requireEmail?: boolean };

const email = (value: string, primary = true): JsonObject => ({ value, primary });

describe("email domains", () => {
  test.each([
    { user: { userName: "ada@acme.example" }, rules: { domains: ["acme.example"] } },
    { user: { userName: "ada@ACME.example" }, rules: { domains: ["acme.example"] } },
    { user: { userName: "ada@eu.acme.example" }, rules: { domains: ["acme.example"], subdomains: true } },
    { user: { userName: "ada", emails: [email("ada@acme.example")] }, rules: { domains: ["acme.example"] } },
    {
      user: { userName: "ada", emails: [email("ada@home.example", false), email("ada@acme.example")] },
      rules: { domains: ["acme.example"] },
    },
    { user: { userName: "no address" }, rules: {} },
    { user: { userName: "ada@acme.example" }, rules: { requireEmail: true } },
  ] satisfies { user: JsonObject; rules: Rules }[])("$user is taken under $rules", ({ user, rules }) => {
    expect(() => check(user, rules)).not.toThrow();
  });

  test.each([
    { user: { userName: "ada@other.example" }, rules: { domains: ["acme.example"] }, why: /other\.example/ },
    { user: { userName: "ada@eu.acme.example" }, rules: { domains: ["acme.example"] }, why: /eu\.acme\.example/ },
    {
      user: { userName: "ada@notacme.example" },
      rules: { domains: ["acme.example"], subdomains: true },
      why: /and their subdomains/,
    },
    { user: { userName: "ada" }, rules: { domains: ["acme.example"] }, why: /neither userName nor a primary email/ },
    { user: { userName: "ada" }, rules: { requireEmail: true }, why: /"ada" is none/ },
    { user: { userName: "ada@acme..example" }, rules: { requireEmail: true }, why: /is none/ },
  ] satisfies { user: JsonObject; rules: Rules; why: RegExp }[])("$user is refused under $rules", (refused) => {
    expect(() => check(refused.user, refused.rules)).toThrow(refused.why);
  });

  test("a person who is there already is not held up by a restriction that came later", () => {
    const user = { userName: "ada@other.example", active: true };
    const rules = { domains: ["acme.example"], requireEmail: true };
    expect(() => check({ ...user, active: false }, rules, user)).not.toThrow();
    expect(() => check({ ...user, userName: "eve@other.example" }, rules, user)).toThrow(/other\.example/);
  });
});

function check(
  next: JsonObject,
  { domains = [], subdomains = false, requireEmail = false }: Rules,
  current?: JsonObject,
) {
  const client: ScimClient = {
    id: "client",
    name: "okta",
    preset: "okta",
    state: "active",
    options: resolveClientOptions("okta", { requireEmail }),
    scopes,
    allowedAddresses: [],
    customAttributes: [],
    organization: {
      id: "organization",
      subdomain: "acme",
      name: "Acme",
      allowedEmailDomains: domains,
      allowEmailSubdomains: subdomains,
    },
  };
  checkAddress(client, next, current);
}
