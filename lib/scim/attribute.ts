/** @see RFC 7643 §2.3 */
export type AttributeType =
  | "string"
  | "boolean"
  | "decimal"
  | "integer"
  | "dateTime"
  | "binary"
  | "reference"
  | "complex";

/**
 * An attribute and its characteristics. This table drives validation, PATCH, filters, projection and `/Schemas`.
 *
 * @see RFC 7643 §2.2, §7
 */
export type Attribute = {
  readonly name: string;
  readonly type: AttributeType;
  readonly multiValued: boolean;
  readonly description: string;
  readonly required: boolean;
  readonly caseExact: boolean;
  readonly mutability: "readOnly" | "readWrite" | "immutable" | "writeOnly";
  readonly returned: "always" | "never" | "default" | "request";
  readonly uniqueness: "none" | "server" | "global";
  readonly canonicalValues?: readonly string[];
  /** No other value than the `canonicalValues` may be sent; without it they are suggestions. */
  readonly restrictsValues?: true;
  readonly referenceTypes?: readonly string[];
  readonly subAttributes?: readonly Attribute[];
  /** Set on what the SCIM client may send and nothing becomes of: it is not published, shown, filtered or sorted by. */
  readonly passedOver?: true;
  /** Set on an attribute that no schema defines and that an open resource type keeps all the same. */
  readonly undefinedBySchema?: true;
};

/** @see RFC 7643 §7 */
export type Schema = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
};

/**
 * A resource type: its core schema and its extensions.
 *
 * `keepsUnknown` makes it open: attributes that no schema defines are stored, returned, patched and filtered under the
 * name (or URN) that the client used.
 *
 * `strict` holds its client to the SCIM interoperability profile: PATCH takes less and reads it its way, filters take no
 * text for a boolean, and what no schema defines is not shown even if it is stored.
 *
 * @see RFC 7643 §6
 */
export type ResourceType = {
  readonly name: "User" | "Group" | "Role" | "Entitlement";
  readonly endpoint: "/Users" | "/Groups" | "/Roles" | "/Entitlements";
  readonly description: string;
  readonly schema: Schema;
  readonly extensions: readonly { readonly schema: Schema; readonly required: boolean }[];
  readonly keepsUnknown?: boolean;
  readonly strict?: boolean;
};

/** The schemas of a resource type, all that comparing two resources needs to know of it. */
export type ResourceSchemas = Pick<ResourceType, "schema" | "extensions">;
