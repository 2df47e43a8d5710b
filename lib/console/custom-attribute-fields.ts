import { type CustomAttribute, customAttributeTypes } from "@/lib/directory/custom-attribute";
import { parseCanonicalValue } from "@/lib/scim/canonical-values";
import { foldForComparison } from "@/lib/scim/fold";
import { commonAttributes } from "@/lib/scim/schema/common-attributes";
import { enterpriseUserSchemaUrn } from "@/lib/scim/urns";
import { accept, type Result, refuse } from "./result";

/** A definition as a person gives it. */
export type CustomAttributeInput = {
  readonly resourceType: string;
  readonly schema: string;
  readonly name: string;
  readonly type: string;
  readonly multiValued: boolean;
  readonly caseExact: boolean;
  readonly canonicalValues: readonly string[];
  readonly description?: string;
};

const maximumUrnLength = 200;
const maximumNameLength = 64;
const maximumValues = 100;
const maximumValueLength = 200;
const maximumDescriptionLength = 500;
const usualUrn = "urn:ietf:params:scim:schemas:extension:CustomExtensionName:2.0:User";

/** What cannot stand in a path, a filter or a list of attributes is left out of what RFC 8141 allows. */
const urnSyntax = /^urn:[a-z0-9][a-z0-9-]{0,30}[a-z0-9](:[-A-Za-z0-9._~+=@;!*$]+)+$/i;
/** URNs that RFC 7643 and RFC 7644 gave a meaning. */
const reservedUrns = ["urn:ietf:params:scim:schemas:core", "urn:ietf:params:scim:api"];

/** Reads the kind of resource that an attribute is defined for. */
export function readResourceType(text: string): Result<CustomAttribute["resourceType"]> {
  const found = (["User", "Group"] as const).find((name) => name.toLowerCase() === text.trim().toLowerCase());
  return found === undefined
    ? refuse(`"${text}" is no resource type that can be extended. It is User or Group.`, "resourceType")
    : accept(found);
}

/** Reads the URN of an extension. @see RFC 8141 §2 */
export function readExtensionUrn(text: string): Result<string> {
  const urn = text.trim();
  const folded = urn.toLowerCase();
  if (urn.length > maximumUrnLength) {
    return refuse(`A URN has at most ${maximumUrnLength} characters; this has ${urn.length}.`, "schema");
  }
  if (folded === enterpriseUserSchemaUrn.toLowerCase()) {
    return refuse(
      `The extension ${enterpriseUserSchemaUrn} is RFC 7643's own and cannot get attributes. Define them in an extension of your own, such as ${usualUrn}.`,
      "schema",
    );
  }
  if (reservedUrns.some((reserved) => `${folded}:`.startsWith(`${reserved}:`)) || isPartOf(folded, enterprise)) {
    return refuse(`${urn} is reserved for the SCIM protocol. Use a URN of your own, such as ${usualUrn}.`, "schema");
  }
  return urnSyntax.test(urn)
    ? accept(urn)
    : refuse(
        `"${urn}" cannot be the URN of an extension. It begins with urn:, a namespace and a colon, and holds letters, digits and - . _ ~ + = @ ; ! * $ between single colons, such as ${usualUrn}.`,
        "schema",
      );
}

const enterprise = enterpriseUserSchemaUrn.toLowerCase();

/** Whether one URN is another one's beginning: what follows the shorter one would read as an attribute of it. */
export function isPartOf(left: string, right: string): boolean {
  const [short = "", long = ""] = [left.toLowerCase(), right.toLowerCase()].sort((a, b) => a.length - b.length);
  return long.startsWith(`${short}:`);
}

/** Every resource has the first ones, and keeps them itself (RFC 7643 §3.1); a password is kept nowhere (checklist P-08). */
const takenNames = [...commonAttributes.map(({ name }) => name.toLowerCase()), "password"];

/** Reads an attribute's name; the same in a path and in a filter. @see RFC 7643 §2.1, RFC 7644 §3.10 */
export function readAttributeName(text: string): Result<string> {
  const name = text.trim();
  if (!/^[A-Za-z][-_A-Za-z0-9]*$/.test(name)) {
    return refuse(
      `"${name}" cannot be the name of an attribute. It begins with a letter a to z, and letters, digits, - and _ follow, such as costCode.`,
      "name",
    );
  }
  if (takenNames.includes(name.toLowerCase())) {
    return refuse(
      `${name} is the name of an attribute of SCIM's own, which clients and Roster treat apart wherever it stands. Choose another name, such as badge${name.charAt(0).toUpperCase()}${name.slice(1)}.`,
      "name",
    );
  }
  return name.length > maximumNameLength
    ? refuse(`The name of an attribute has at most ${maximumNameLength} characters; this has ${name.length}.`, "name")
    : accept(name);
}

/** Reads an attribute's type. */
export function readAttributeType(text: string): Result<CustomAttribute["type"]> {
  const found = customAttributeTypes.find((type) => type.toLowerCase() === text.trim().toLowerCase());
  return found === undefined
    ? refuse(`There is no type "${text}". Types: ${customAttributeTypes.join(", ")}.`, "type")
    : accept(found);
}

/** Reads whether case matters: a choice for texts alone. @see RFC 7643 §2.3.6, §2.3.7 */
export function readCaseExact(type: CustomAttribute["type"], caseExact: boolean): Result<boolean> {
  if (type === "binary" || type === "reference") return accept(true);
  return caseExact && type !== "string"
    ? refuse(
        `Case matters in texts alone, and this attribute is of the type ${type}. Leave caseExact out.`,
        "caseExact",
      )
    : accept(caseExact);
}

/** Reads the values that an attribute may have; none given, any may. */
export function readCanonicalValues(
  type: CustomAttribute["type"],
  caseExact: boolean,
  values: readonly string[],
): Result<readonly string[]> {
  const field = "canonicalValues";
  if (type === "boolean" && values.length > 0) {
    return refuse("A boolean is true or false; it takes no list of values.", field);
  }
  if (values.length > maximumValues) {
    return refuse(`An attribute has at most ${maximumValues} canonical values; these are ${values.length}.`, field);
  }
  const seen = new Set<string>();
  for (const value of values) {
    const problem = findValueProblem(type, value);
    if (problem !== undefined) return refuse(problem, field);
    const key = caseExact ? value : foldForComparison(value);
    if (seen.has(key)) return refuse(`The canonical value "${value}" is given twice.`, field);
    seen.add(key);
  }
  return accept(values);
}

function findValueProblem(type: CustomAttribute["type"], value: string): string | undefined {
  if (value.trim() === "") return "A canonical value cannot be blank.";
  if (/\p{Cc}|\p{Cs}/u.test(value)) return "A canonical value has no line breaks or other control characters.";
  if (value.length > maximumValueLength) {
    return `A canonical value has at most ${maximumValueLength} characters; one has ${value.length}.`;
  }
  return parseCanonicalValue(type, value) === undefined
    ? `The canonical value "${value}" is not of the attribute's type, ${type}.`
    : undefined;
}

/** Reads what an attribute is for, in a sentence; without one, `otherwise` says it. */
export function readDescription(text: string | undefined, otherwise: string): Result<string> {
  const description = text?.trim() ?? "";
  if (description === "") return accept(otherwise);
  if (/\p{Cc}|\p{Cs}/u.test(description)) {
    return refuse("A description has no line breaks or other control characters.", "description");
  }
  return [...description].length > maximumDescriptionLength
    ? refuse(`A description has at most ${maximumDescriptionLength} characters.`, "description")
    : accept(description);
}
