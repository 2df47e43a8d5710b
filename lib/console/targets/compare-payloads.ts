import { describeValues } from "@/lib/console/directory/describe-value";
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/scim/json";
import { jsonEquals } from "@/lib/scim/json-object";

/** One attribute as it should be at a target, as it was last sent, and as the target showed it. */
export type PayloadLine = {
  readonly path: string;
  readonly desired: readonly string[];
  readonly sent: readonly string[];
  readonly received: readonly string[];
  /** It is to be written: what it should be was not sent yet. */
  readonly isNew: boolean;
  /** The target shows another value than it was sent. */
  readonly isOtherThere: boolean;
};

/**
 * Holds what a target should have of a resource against what was sent and what it showed, attribute by attribute, elements of
 * lists apart. What the target has besides is left out: no mapping owns it.
 */
export function comparePayloads(
  desired: JsonObject | undefined,
  sent: JsonObject | undefined,
  received: JsonObject | undefined,
): readonly PayloadLine[] {
  const [wanted, written, shown] = [desired, sent, received].map(readLines);
  const paths = [...new Set([...(wanted?.keys() ?? []), ...(written?.keys() ?? [])])];
  return paths.map((path) => {
    const values = [wanted?.get(path), written?.get(path), shown?.get(path)] as const;
    const [want, write, show] = values;
    return {
      path,
      desired: describeValues(want),
      sent: describeValues(write),
      received: describeValues(show),
      isNew: desired !== undefined && !equals(want, write),
      isOtherThere: received !== undefined && sent !== undefined && !equals(write, show),
    };
  });
}

/** The values of a payload by their paths, parts of a complex attribute apart. */
function readLines(payload: JsonObject | undefined): ReadonlyMap<string, JsonValue> {
  const lines = new Map<string, JsonValue>();
  const collect = (path: string, value: JsonValue) => {
    if (!isJsonObject(value)) {
      lines.set(path, value);
      return;
    }
    const separator = /^urn:[^.]*$/i.test(path) ? ":" : ".";
    for (const [name, part] of Object.entries(value)) {
      if (part !== undefined) collect(path === "" ? name : `${path}${separator}${name}`, part);
    }
  };
  const { schemas: _schemas, ...others } = payload ?? {};
  collect("", others);
  return lines;
}

/** The order of the elements of a list does not matter. */
function equals(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (!Array.isArray(a) || !Array.isArray(b)) return jsonEquals(a, b);
  return a.length === b.length && a.every((one) => b.some((other) => jsonEquals(one, other)));
}
