import type { Attribute, Schema } from "../../attribute";
import { defineAttribute } from "../../schema/define-attribute";

const types = ["string", "boolean", "decimal", "integer", "dateTime", "binary", "reference"] as const;

/**
 * A schema extension with an attribute of every simple type, with one value (`aDecimal`) and with several (`manyDecimal`),
 * and texts of which the case matters.
 */
export const everyTypeSchema: Schema = {
  id: "urn:ietf:params:scim:schemas:extension:EveryType:2.0:User",
  name: "EveryType",
  description: "An attribute of every type.",
  attributes: [
    ...types.map((type) => createAttribute(`a${capitalise(type)}`, { type })),
    ...types.map((type) => createAttribute(`many${capitalise(type)}`, { type, multiValued: true })),
    defineAttribute("exactText", "", { caseExact: true }),
    defineAttribute("manyExactText", "", { caseExact: true, multiValued: true }),
  ],
};

function createAttribute(name: string, characteristics: Pick<Attribute, "type"> & Partial<Attribute>): Attribute {
  const { type } = characteristics;
  return defineAttribute(name, "", { caseExact: type === "binary" || type === "reference", ...characteristics });
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
