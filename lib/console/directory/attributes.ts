import type { CustomAttribute } from "@/lib/directory/custom-attribute";
import { createStoredResourceTypes } from "@/lib/directory/resource-types";
import type { Attribute } from "@/lib/scim/attribute";
import { findAttribute, findExtension } from "@/lib/scim/find-attribute";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { shortenUrn } from "./describe-change";
import { describeValues } from "./describe-value";

/** An attribute in readable form. */
export type AttributeLine = {
  readonly name: string;
  /** What the schema says of it; undefined where no schema knows it. */
  readonly description: string | undefined;
  readonly values: readonly string[];
};

/** The attributes of one schema, or those that no schema knows. */
export type AttributeSection = {
  readonly title: string;
  /** The URN of an extension. */
  readonly urn: string | undefined;
  readonly lines: readonly AttributeLine[];
};

/**
 * The attributes of a person or group in readable form: those of the core schema, then each extension, then what no schema
 * knows. Attributes that are not assigned are left out.
 */
export function describeAttributes(
  kind: "user" | "group",
  attributes: JsonObject,
  customAttributes: readonly CustomAttribute[],
): readonly AttributeSection[] {
  const type = createStoredResourceTypes(customAttributes)[kind];
  const core: AttributeLine[] = [];
  const extensions: AttributeSection[] = [];
  const unknown: AttributeLine[] = [];
  for (const [name, value] of Object.entries(attributes)) {
    const attribute = findAttribute(type.schema.attributes, name);
    if (attribute !== undefined) core.push(...createLines(name, value, attribute));
    else if (/^urn:/i.test(name) && isJsonObject(value)) {
      const schema = findExtension(type, name);
      const lines = Object.entries(value).flatMap(([member, inner]) =>
        createLines(member, inner, findAttribute(schema?.attributes, member)),
      );
      extensions.push({ title: schema?.name ?? shortenUrn(name), urn: name, lines });
    } else unknown.push(...createLines(name, value, undefined));
  }
  const sections: AttributeSection[] = [
    { title: "Attributes", urn: undefined, lines: core },
    ...extensions,
    { title: "Not in any schema", urn: undefined, lines: unknown },
  ];
  return sections.filter(({ lines }) => lines.length > 0);
}

function createLines(name: string, value: JsonValue, attribute: Attribute | undefined): AttributeLine[] {
  if (isJsonObject(value) && attribute?.multiValued !== true && value.value === undefined) {
    return Object.entries(value).flatMap(([part, inner]) => {
      const known = findAttribute(attribute?.subAttributes, part);
      return createLine(`${name}.${part}`, inner, known);
    });
  }
  return createLine(name, value, attribute);
}

function createLine(name: string, value: JsonValue, attribute: Attribute | undefined): AttributeLine[] {
  const values = describeValues(value);
  return values.length === 0 ? [] : [{ name, description: attribute?.description, values }];
}
