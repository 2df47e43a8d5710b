import { describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/scim/json";
import { enterpriseUserSchemaUrn, groupSchemaUrn, userSchemaUrn } from "@/lib/scim/urns";
import { type TargetPreset, targetPresets } from "../target-options";
import { compileMapping } from "./compile-mapping";
import { listDefaultMappings } from "./default-mappings";
import { createDesiredPayload } from "./run-mappings";
import { createSampleSource, createSourceOf } from "./testing/sample-source";

function map(preset: TargetPreset, resourceType: "User" | "Group", source = createSampleSource()): JsonObject {
  const mappings = listDefaultMappings(preset).map((mapping, index) => ({ id: String(index), ...mapping }));
  const result = createDesiredPayload({ resourceType, mappings, source });
  if (!result.ok) throw new Error(JSON.stringify(result.problem));
  return result.payload;
}

const bare = createSourceOf({ id: "u1", userName: "ada", active: false, role: "guest", fullName: "Ada Lovelace King" });

describe.each(targetPresets)("%s", (preset) => {
  test("every default compiles", () => {
    for (const { resourceType, expression } of listDefaultMappings(preset)) {
      expect(compileMapping(resourceType, expression)).toMatchObject({ ok: true });
    }
  });

  test("people who have nearly everything, or next to nothing", () => {
    expect(map(preset, "User")).toMatchObject({ userName: "ada@example.com", active: true });
    expect(map(preset, "User", bare)).toMatchObject({ userName: "ada", active: false });
  });

  test("groups", () => {
    expect(map(preset, "Group", createSourceOf({ id: "g1", displayName: "Finance" })).displayName).toBe("Finance");
  });

  test("a manager is never sent, whose id only Roster knows", () => {
    expect(JSON.stringify(map(preset, "User"))).not.toContain("manager");
  });
});

describe("generic", () => {
  test("a person", () => {
    expect(map("generic", "User")).toEqual({
      schemas: [userSchemaUrn, enterpriseUserSchemaUrn],
      externalId: "0198c0de-0000-7000-8000-000000000001",
      userName: "ada@example.com",
      name: { formatted: "Ada King", givenName: "Ada", familyName: "King" },
      displayName: "Ada",
      active: true,
      title: "Countess",
      emails: [
        { value: "ada@home.example", type: "home" },
        { value: "ada@example.com", type: "work", primary: true },
      ],
      phoneNumbers: [{ value: "+44 1", type: "work" }],
      [enterpriseUserSchemaUrn]: { department: "Engines" },
    });
  });

  test("a person of whom little is known", () => {
    expect(map("generic", "User", bare)).toEqual({
      schemas: [userSchemaUrn],
      externalId: "u1",
      userName: "ada",
      name: { formatted: "Ada Lovelace King" },
      displayName: "Ada Lovelace King",
      active: false,
    });
  });

  test("a userName that is an address stands for an email", () => {
    expect(map("generic", "User", createSampleSource({ emails: [] })).emails).toEqual([
      { value: "ada@example.com", type: "work", primary: true },
    ]);
  });

  test("a group", () => {
    expect(map("generic", "Group", createSourceOf({ id: "g1", displayName: "Finance" }))).toEqual({
      schemas: [groupSchemaUrn],
      externalId: "g1",
      displayName: "Finance",
    });
  });

  test("what a client left in a list and no schema knows is not passed on", () => {
    const emails = [{ value: "a@x", operation: "add" }];
    expect(map("generic", "User", createSampleSource({ emails })).emails).toEqual([{ value: "a@x" }]);
  });
});

describe("aws", () => {
  test("one element of each list, and no photos", () => {
    const addresses = [{ locality: "London" }, { locality: "Paris", primary: true }];
    const phoneNumbers = [{ value: "1" }, { value: "2", type: "mobile", primary: true }];
    expect(map("aws", "User", createSampleSource({ addresses, phoneNumbers }))).toMatchObject({
      emails: [{ value: "ada@example.com", type: "work", primary: true }],
      phoneNumbers: [{ value: "2", type: "mobile" }],
      addresses: [{ locality: "Paris" }],
    });
    expect(map("aws", "User")).not.toHaveProperty("photos");
  });

  test("both names are there, whatever is known", () => {
    expect(map("aws", "User", bare)).toEqual({
      schemas: [userSchemaUrn],
      externalId: "u1",
      userName: "ada",
      name: { formatted: "Ada Lovelace King", givenName: "Ada", familyName: "King" },
      displayName: "Ada Lovelace King",
      active: false,
    });
    expect(map("aws", "User", createSourceOf({ id: "u1", userName: "ada", fullName: "ada" })).name).toEqual({
      formatted: "ada",
      givenName: "ada",
      familyName: "ada",
    });
  });
});

describe("zulip", () => {
  test("the address, the full name and the role", () => {
    expect(map("zulip", "User", createSampleSource({ userName: "ada" }))).toEqual({
      schemas: [userSchemaUrn],
      userName: "ada@example.com",
      name: { formatted: "Ada King", givenName: "Ada", familyName: "King" },
      active: true,
      role: "member",
    });
  });
});
