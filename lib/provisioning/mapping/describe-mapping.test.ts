import { expect, test } from "vitest";
import { compileMapping } from "./compile-mapping";
import { describeMappingFunctions, describeMappingVariables } from "./describe-mapping";
import { createSampleSource, createSourceOf } from "./testing/sample-source";

const examples = [
  ...describeMappingFunctions().map(({ name, example }) => ["User", name, example] as const),
  ...describeMappingVariables("User").map(({ name, example }) => ["User", name, example] as const),
  ...describeMappingVariables("Group").map(({ name, example }) => ["Group", name, example] as const),
];

test.each(examples)("the example of %s %s works", (resourceType, _name, example) => {
  const compiled = compileMapping(resourceType, `{"example": ${example}}`);
  expect(compiled).toMatchObject({ ok: true });
  const source = resourceType === "User" ? createSampleSource() : createSourceOf({ id: "g1", displayName: "Finance" });
  expect(compiled.ok && compiled.mapping.run(source)).toMatchObject({ ok: true });
});

test("every function is told once", () => {
  const names = describeMappingFunctions().map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
