import { describe, expect, test } from "vitest";
import { enterpriseUserSchemaUrn, userSchemaUrn } from "@/lib/scim/urns";
import { mergeReplacement } from "./merge-replacement";

const current = {
  schemas: [userSchemaUrn, enterpriseUserSchemaUrn],
  userName: "ada",
  active: false,
  role: "guest",
  externalId: "x1",
  title: "Countess",
  name: { givenName: "Ada", familyName: "Lovelace" },
  [enterpriseUserSchemaUrn]: { department: "Engines" },
};

describe("RFC 7644 §3.5.1, a PUT that omits attributes", () => {
  test("clear: all go but active, role, externalId and extensions that are not named", () => {
    expect(mergeReplacement(current, { schemas: [userSchemaUrn], userName: "ada" }, "clear")).toEqual({
      schemas: [userSchemaUrn],
      userName: "ada",
      active: false,
      role: "guest",
      externalId: "x1",
      [enterpriseUserSchemaUrn]: { department: "Engines" },
    });
  });

  test("clear: an extension that schemas name goes too, in any case", () => {
    const schemas = [userSchemaUrn, enterpriseUserSchemaUrn.toUpperCase()];
    const merged = mergeReplacement(current, { schemas, userName: "ada" }, "clear");
    expect(merged).not.toHaveProperty([enterpriseUserSchemaUrn]);
  });

  test("clear: null clears also what would stay", () => {
    const merged = mergeReplacement(current, { userName: "ada", externalId: null, role: null }, "clear");
    expect(merged).toMatchObject({ externalId: null, role: null });
  });

  test("keep: all stay, down to sub-attributes; null and [] clear", () => {
    const body = { userName: "Ada", title: null, name: { givenName: "Augusta" }, emails: [] };
    expect(mergeReplacement({ ...current, emails: [{ value: "a@b" }] }, body, "keep")).toEqual({
      schemas: current.schemas,
      userName: "Ada",
      active: false,
      role: "guest",
      externalId: "x1",
      name: { givenName: "Augusta", familyName: "Lovelace" },
      [enterpriseUserSchemaUrn]: { department: "Engines" },
    });
  });
});
