import fc from "fast-check";
import type { Attribute, ResourceType } from "../../attribute";
import type { JsonObject, JsonValue } from "../../json";
import { listReadableAttributes, type Vocabulary } from "./schema-paths";

const base64 = /^(?:[A-Za-z0-9+/]{4})+$/;

/**
 * Resources in canonical form (nothing null or empty) that hold any of the attributes of the resource type, with values
 * from the vocabulary.
 */
export function arbitraryResource(resourceType: ResourceType, vocabulary: Vocabulary): fc.Arbitrary<JsonObject> {
  const attributes = listReadableAttributes(resourceType);
  const core = arbitraryObject(
    attributes.filter(({ extension }) => extension === undefined).map(({ attribute }) => attribute),
    vocabulary,
  );
  const extensions = resourceType.extensions.map(({ schema }) =>
    arbitraryObject(schema.attributes, vocabulary).map(
      (object): JsonObject => (Object.keys(object).length === 0 ? {} : { [schema.id]: object }),
    ),
  );
  const undefinedNames = resourceType.keepsUnknown ? (vocabulary.undefinedNames ?? []) : [];
  const unknown = arbitraryMembers(undefinedNames.map((name) => [name, arbitraryUntyped(vocabulary)]));
  return fc.tuple(core, unknown, ...extensions).map((objects) => Object.assign({}, ...objects) as JsonObject);
}

function arbitraryObject(attributes: readonly Attribute[], vocabulary: Vocabulary): fc.Arbitrary<JsonObject> {
  return arbitraryMembers(attributes.map((attribute) => [attribute.name, arbitraryValue(attribute, vocabulary)]));
}

/** Objects that have each member in two of three cases. */
function arbitraryMembers(members: readonly (readonly [string, fc.Arbitrary<JsonValue>])[]): fc.Arbitrary<JsonObject> {
  const optional = members.map(([name, value]) =>
    fc.option(value, { freq: 2 }).map((chosen): JsonObject => (chosen === null ? {} : { [name]: chosen })),
  );
  return fc.tuple(...optional).map((objects) => Object.assign({}, ...objects) as JsonObject);
}

function arbitraryValue(attribute: Attribute, vocabulary: Vocabulary): fc.Arbitrary<JsonValue> {
  const single = arbitrarySingleValue(attribute, vocabulary);
  return attribute.multiValued ? fc.array(single, { minLength: 1, maxLength: 3 }) : single;
}

function arbitrarySingleValue(attribute: Attribute, vocabulary: Vocabulary): fc.Arbitrary<JsonValue> {
  switch (attribute.type) {
    case "complex":
      return arbitraryObject(attribute.subAttributes ?? [], vocabulary).filter(
        (object) => Object.keys(object).length > 0,
      );
    case "boolean":
      return fc.boolean();
    case "integer":
    case "decimal":
      return fc.integer({ min: -3, max: 3 });
    case "dateTime":
      return fc.constantFrom(...vocabulary.dateTimes);
    case "binary":
      return fc.constantFrom("QWRh", "qwRH", ...vocabulary.strings.filter((text) => base64.test(text)));
    default:
      return fc.constantFrom(...vocabulary.strings);
  }
}

function arbitraryUntyped(vocabulary: Vocabulary): fc.Arbitrary<JsonValue> {
  const scalar = fc.oneof(
    fc.constantFrom(...vocabulary.strings),
    fc.boolean(),
    fc.integer({ min: -3, max: 3 }),
  ) as fc.Arbitrary<JsonValue>;
  return fc.oneof(
    { arbitrary: scalar, weight: 2 },
    { arbitrary: fc.array(scalar, { minLength: 1, maxLength: 3 }), weight: 1 },
  );
}
