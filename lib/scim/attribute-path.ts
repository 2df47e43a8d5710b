import type { Attribute, ResourceType, Schema } from "./attribute";
import type { CheckedFilter, Filter } from "./filter/ast";

/**
 * An attribute path as written: `userName`, `name.givenName`, `emails[type eq "work"].value`, each optionally behind a
 * schema URN, or a schema URN alone (then `attribute` is absent).
 *
 * @see RFC 7644 §3.10, §3.5.2
 */
export type AttributePath = {
  readonly schema?: string;
  readonly attribute?: string;
  readonly valueFilter?: Filter;
  readonly subAttribute?: string;
};

/** An attribute path found in the schemas of a resource type. */
export type ResolvedPath =
  /** A whole extension object, `urn:…:enterprise:2.0:User`. */
  | { readonly kind: "extension"; readonly schema: Schema }
  | {
      readonly kind: "attribute";
      /** URN of the extension whose object holds the attribute; absent for core and common attributes. */
      readonly extension?: string;
      readonly attribute: Attribute;
      readonly valueFilter?: CheckedFilter;
      readonly subAttribute?: Attribute;
    };

export type { Attribute, ResourceType };
