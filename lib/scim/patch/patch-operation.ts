import type { ResolvedPath } from "../attribute-path";
import type { JsonObject, JsonValue } from "../json";

/** One operation of a PATCH as sent. A `value` that was not sent is absent; null was sent. */
export type RawPatchOperation = {
  readonly op: "add" | "replace" | "remove";
  readonly path?: string;
  readonly value?: JsonValue;
};

/**
 * One operation of a PATCH on an attribute that a schema knows. An operation without a path has become one for each
 * key of its value.
 *
 * @see RFC 7644 §3.5.2
 */
export type PatchOperation = {
  readonly op: "add" | "replace" | "remove";
  readonly target: ResolvedPath;
  readonly value?: JsonValue;
  /** The path as the client wrote it, or the key of a path-less value. */
  readonly pathText: string;
  /** Whether it was a key of a path-less value, where read-only attributes may come along unchanged. */
  readonly pathless: boolean;
  /**
   * The element that an operation makes when its value filter matches none: `{type: "work"}` for
   * `emails[type eq "work"].value`. Absent when the filter does not say what the element looks like.
   */
  readonly newElement?: JsonObject;
};
