import fc from "fast-check";
import type { Attribute, ResourceType } from "../attribute";
import type { JsonObject, JsonValue } from "../json";

/** What it takes for resources of one type to be made up: small alphabets, so that two of them have much in common. */
const text = fc.constantFrom("a", "A", "b", "É", "", 'say "hi"\\', "x.y z");
const type = fc.constantFrom("work", "Work", "home", "other", 'a "b"');

/**
 * A resource with any of its type's attributes; not yet validated. On an open resource type also with attributes that no
 * schema knows: simple, complex and multi-valued ones, in extensions that no schema knows too.
 */
export function arbitraryResource({ schema, extensions, keepsUnknown }: ResourceType): fc.Arbitrary<JsonObject> {
  const record = attributesRecord(schema.attributes);
  for (const extension of extensions) {
    record[extension.schema.id] = fc.record<JsonObject>(attributesRecord(extension.schema.attributes), {
      requiredKeys: [],
    });
  }
  const unknown: Record<string, fc.Arbitrary<JsonValue>> = {
    shoeSize: fc.constantFrom<JsonValue>(42, 43, "42", true),
    pets: fc.oneof(fc.uniqueArray(text, { minLength: 1, maxLength: 3 }), distinctElements, text),
    desk: fc.oneof(
      fc.record<JsonObject>({ floor: fc.nat(2), room: text, "odd name": text }, { requiredKeys: ["floor"] }),
      text,
    ),
    "urn:acme:hr": fc.record<JsonObject>({ grade: text, badges: distinctElements }, { requiredKeys: ["grade"] }),
    "urn:acme:2.0:User": fc.record<JsonObject>(
      { grade: fc.nat(2), seat: fc.record<JsonObject>({ row: text }) },
      { requiredKeys: ["grade"] },
    ),
  };
  const required = ["userName", "displayName", "active"].filter((name) => name in record);
  return fc.record<JsonObject>(keepsUnknown ? { ...record, ...unknown } : record, { requiredKeys: required });
}

function attributesRecord(attributes: readonly Attribute[]): Record<string, fc.Arbitrary<JsonValue>> {
  return Object.fromEntries(
    attributes
      .filter(({ mutability }) => mutability !== "readOnly")
      .map((attribute) => [attribute.name, arbitraryValue(attribute)]),
  );
}

function arbitraryValue(attribute: Attribute): fc.Arbitrary<JsonValue> {
  const { name, type: attributeType, multiValued, subAttributes = [], required } = attribute;
  if (attributeType === "complex") {
    const element = fc.record<JsonObject>(attributesRecord(subAttributes), { requiredKeys: [] });
    return multiValued ? fc.array(element, { maxLength: 4 }).map(keepOnePrimary) : element;
  }
  if (attributeType === "boolean") return fc.boolean();
  if (attributeType === "binary") return fc.constantFrom("AAAA", "BBBB");
  if (attributeType === "reference") return fc.constantFrom("https://a.example/x", "https://b.example/y");
  if (name === "type") return type;
  return required ? fc.constantFrom("ada", "Ada", "bob") : text;
}

const distinctElements: fc.Arbitrary<JsonValue> = fc
  .uniqueArray(
    fc.record<JsonObject>({ type, value: text, primary: fc.boolean(), size: fc.nat(2) }, { requiredKeys: ["value"] }),
    {
      minLength: 1,
      maxLength: 4,
      selector: ({ value }) => String(value).toLowerCase(),
    },
  )
  .map((elements) => keepOnePrimary(elements));

function keepOnePrimary(elements: readonly JsonObject[]): JsonValue[] {
  const first = elements.findIndex(({ primary }) => primary === true);
  return elements.map((element, index) =>
    element.primary === true && index !== first ? { ...element, primary: false } : element,
  );
}
