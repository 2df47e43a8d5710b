import { expect, test } from "vitest";
import { createResourceTypes } from "@/lib/scim/schema/resource-types";
import { userSchemaUrn } from "@/lib/scim/urns";
import { listLeniencies, startNormalisation } from "./normalisation";
import { normaliseSchemas } from "./normalise-schemas";

const { user } = createResourceTypes({ role: true, keepsUnknown: false });

test.each([
  ["C-10 schemas as one text", userSchemaUrn, ["singleValueAsArray"]],
  ["C-10 an array of one", [userSchemaUrn], []],
  ["P-02 missing", null, ["missingSchemas"]],
])("%s", (_, schemas, names) => {
  const normalisation = startNormalisation({ unknownAttributes: "ignore" });
  expect(normaliseSchemas(normalisation, user, { schemas })).toEqual([userSchemaUrn]);
  expect(listLeniencies(normalisation).map(({ name }) => name)).toEqual(names);
});
