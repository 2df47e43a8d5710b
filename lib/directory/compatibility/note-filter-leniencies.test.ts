import { describe, expect, test } from "vitest";
import { checkFilter } from "@/lib/scim/filter/check";
import { parseFilter } from "@/lib/scim/filter/parse";
import { createResourceTypes } from "@/lib/scim/schema/resource-types";
import { catchScimError } from "@/lib/scim/testing/catch-scim-error";
import { enterpriseUserSchemaUrn as enterprise } from "@/lib/scim/urns";
import { resolveClientOptions } from "../client-options";
import type { ScimClient } from "../scim-client";
import type { Leniency } from "./leniency";
import { noteFilterLeniencies } from "./note-filter-leniencies";

const types = createResourceTypes({ role: true, keepsUnknown: false });

function note(text: string, strict = false, kind: "user" | "group" = "user"): Leniency[] {
  const leniencies: Leniency[] = [];
  noteFilterLeniencies(
    { client: createClient(strict), leniencies },
    checkFilter(parseFilter(text, types[kind]), types[kind]),
  );
  return leniencies;
}

describe("what is tolerated of a filter", () => {
  test.each([
    ["F-06 booleanText", 'active eq "True"', "booleanText", 'read the text "True" as true (active in a filter)'],
    ["F-06 in brackets", 'emails[primary eq "false"]', "booleanText", '"false" as false (primary in a filter)'],
    ["F-06 under not and or", 'title pr or not (active ne "TRUE")', "booleanText", '"TRUE" as true'],
    ["F-13 managerAsItsValue", `${enterprise}:manager eq "m"`, "managerAsItsValue", "manager in a filter as"],
    [
      "X-15 extensionAttributeAtTopLevel",
      'department eq "Sums"',
      "extensionAttributeAtTopLevel",
      `read department in a filter as ${enterprise}:department`,
    ],
  ])("%s", (_, text, name, detail) => {
    expect(note(text)).toEqual([{ name, detail: expect.stringContaining(detail) }]);
    const refusal = catchScimError(() => note(text, true));
    expect(refusal.kind).toBe("invalidFilter");
    expect(refusal.message).toContain("strict: write ");
  });

  test("F-13 manager alone needs two, and the same one is noted once", () => {
    expect(note('manager eq "a" or manager eq "b"').map(({ name }) => name)).toEqual([
      "extensionAttributeAtTopLevel",
      "managerAsItsValue",
    ]);
  });

  test.each([
    "active eq true",
    'userName eq "true"',
    'emails eq "a@b.example"',
    `${enterprise}:manager.value eq "m"`,
    `${enterprise}:department pr`,
  ])("%s needs nothing", (text) => {
    expect(note(text, true)).toEqual([]);
  });

  test("F-10 members as a whole mean their value: RFC 7643 §2.4", () => {
    expect(note('members eq "u"', true, "group")).toEqual([]);
  });

  test("no filter needs nothing", () => {
    expect(() => noteFilterLeniencies({ client: createClient(true), leniencies: [] }, undefined)).not.toThrow();
  });
});

function createClient(strict: boolean): ScimClient {
  return {
    id: "client",
    name: "client",
    preset: "generic",
    state: "active",
    options: resolveClientOptions("generic", { strict }),
    scopes: [],
    allowedAddresses: [],
    customAttributes: [],
    organization: {
      id: "organization",
      subdomain: "acme",
      name: "Acme",
      allowedEmailDomains: [],
      allowEmailSubdomains: false,
    },
  };
}
