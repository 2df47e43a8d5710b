import { ScimError } from "./errors";
import { quoteText } from "./quote-text";

/**
 * The conditions of a request on the stored version, as sent: the values of `If-Match` and `If-None-Match`, or the
 * `version` of a Bulk operation.
 *
 * @see RFC 9110 §13.1, RFC 7644 §3.14
 */
export type Precondition = { readonly ifMatch?: string; readonly ifNoneMatch?: string };

/**
 * Refuses a write whose condition does not hold of the stored version. Tags are compared weakly, since those that are
 * sent are weak. What cannot be read as entity tags matches no version: a write never happens by a misreading.
 *
 * @param precondition undefined: the write is unconditional
 * @param version the stored version as an entity tag, such as `W/"3"`
 * @throws ScimError preconditionFailed
 * @see RFC 9110 §13.1.1, §13.1.2
 */
export function checkWritePrecondition(precondition: Precondition | undefined, version: string): void {
  const { ifMatch, ifNoneMatch } = precondition ?? {};
  if (ifMatch !== undefined && !matchesVersion(ifMatch, version)) {
    throw new ScimError("preconditionFailed", describeMismatch(ifMatch, version));
  }
  if (ifNoneMatch !== undefined && matchesVersion(ifNoneMatch, version)) {
    throw new ScimError(
      "preconditionFailed",
      `The request is to be done only unless the stored version is ${shorten(ifNoneMatch)}, but it is ${version}. Nothing was changed. Read the resource again and decide anew.`,
    );
  }
}

/**
 * Whether a read is answered by 304: the client has the stored version already.
 *
 * @see RFC 9110 §13.1.2
 */
export function isNotModified(precondition: Precondition | undefined, version: string): boolean {
  return precondition?.ifNoneMatch !== undefined && matchesVersion(precondition.ifNoneMatch, version);
}

function describeMismatch(ifMatch: string, version: string): string {
  const found = `The stored version is ${version}, and the request is to be done only if it is`;
  if (parseEntityTags(ifMatch) === undefined) {
    return `${found} ${quoteText(ifMatch)}, which is no entity tag and matches nothing. Nothing was changed. Send a version just as the ETag header and meta.version give it, with W/ and the quotes: ${version}.`;
  }
  return `${found} ${shorten(ifMatch)}: somebody has changed the resource since. Nothing was changed. Read the resource again, and repeat the change with the version found there.`;
}

function matchesVersion(condition: string, version: string): boolean {
  const tags = parseEntityTags(condition);
  return tags === "any" || (tags?.includes(opaqueTagOf(version)) ?? false);
}

/** One tag of a list, its opaque part in the group. Any number of empty elements may come before it. (RFC 9110 §5.6.1) */
const nextEntityTag = /[ \t,]*(?:W\/)?("[^"\p{Cc} ]*")[ \t]*(?=,|$)/uy;
const restOfList = /[ \t,]*$/y;

/** The opaque tags of a list, each with its quotes; undefined for what is no such list. @see RFC 9110 §8.8.3 */
function parseEntityTags(condition: string): "any" | readonly string[] | undefined {
  if (condition.trim() === "*") return "any";
  const tags: string[] = [];
  let position = 0;
  for (;;) {
    nextEntityTag.lastIndex = position;
    const tag = nextEntityTag.exec(condition)?.[1];
    if (tag === undefined) break;
    tags.push(tag);
    position = nextEntityTag.lastIndex;
  }
  restOfList.lastIndex = position;
  return tags.length > 0 && restOfList.test(condition) ? tags : undefined;
}

function opaqueTagOf(tag: string): string {
  return tag.replace(/^W\//, "");
}

function shorten(condition: string): string {
  return condition.length > 100 ? `${condition.slice(0, 100)}…` : condition;
}
