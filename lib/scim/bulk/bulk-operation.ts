import type { ScimError } from "../errors";
import type { JsonValue } from "../json";

export type BulkMethod = "POST" | "PUT" | "PATCH" | "DELETE";

/** An operation of a Bulk request that can be tried. @see RFC 7644 §3.7 */
export type RunnableOperation = {
  readonly kind: "runnable";
  readonly method: BulkMethod;
  /** Always there for a POST; no other operation of the request has the same. */
  readonly bulkId?: string;
  /** The version that the resource must have, as an entity tag. */
  readonly version?: string;
  readonly path: string;
  /** Always there, except for a DELETE. */
  readonly data?: JsonValue;
};

/** An operation of a Bulk request that is wrong by itself, with what of it can be read. */
export type RefusedOperation = {
  readonly kind: "refused";
  readonly method?: string;
  readonly bulkId?: string;
  readonly path?: string;
  readonly refusal: ScimError;
};

export type BulkOperation = RunnableOperation | RefusedOperation;

/** @see RFC 7644 §3.7 */
export type BulkRequest = {
  /** How many errors end the request; absent: it is processed whatever happens. */
  readonly failOnErrors?: number;
  readonly operations: readonly BulkOperation[];
};
