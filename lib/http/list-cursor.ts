import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { ListPosition } from "@/lib/directory/directory-store";
import { ScimError } from "@/lib/scim/errors";
import { cursorTimeoutSeconds } from "@/lib/scim/list-query";
import { deriveKey } from "@/lib/secrets";

/** What a cursor is good for and nothing else: who asks, which resources, in which order. */
export type CursorBinding = readonly string[];

/** What a cursor holds. */
export type CursorState = {
  readonly count: number;
  /** As counted for the first page. */
  readonly totalResults: number;
  readonly after: ListPosition;
};

export type ListCursors = {
  /** A text of unreserved URL characters that leads to the page after `state.after`. */
  write(binding: CursorBinding, state: CursorState): string;
  /** @throws ScimError invalidCursor for whatever `write` did not give out for this binding; expiredCursor */
  read(binding: CursorBinding, cursor: string): CursorState;
};

const contents = z.tuple([z.number(), z.number(), z.number(), z.string(), z.string().nullable()]);
const form = /^([\w-]+)\.([\w-]{43})$/;

/**
 * Writes and reads cursors. They are signed, so that nobody can make one, and hold all that is needed for the next page, so
 * that the server need not remember them.
 *
 * @param secret the secret of the installation
 * @param now the time in milliseconds since 1970
 * @see RFC 9865 §2
 */
export function createListCursors(secret: string, now: () => number = Date.now): ListCursors {
  const key = deriveKey(secret, "list cursors 1");
  const sign = (binding: CursorBinding, payload: string) =>
    createHmac("sha256", key)
      .update(JSON.stringify([...binding, payload]))
      .digest("base64url");

  return {
    write(binding, { count, totalResults, after }) {
      const issuedAt = Math.floor(now() / 1000);
      const held: z.infer<typeof contents> = [issuedAt, count, totalResults, after.id, after.key];
      const payload = Buffer.from(JSON.stringify(held)).toString("base64url");
      return `${payload}.${sign(binding, payload)}`;
    },
    read(binding, cursor) {
      const [, payload, signature] = form.exec(cursor) ?? [];
      if (payload === undefined || signature === undefined) throw refuseCursor();
      if (!timingSafeEqual(Buffer.from(signature), Buffer.from(sign(binding, payload)))) throw refuseCursor();
      const [issuedAt, count, totalResults, id, sortKey] = contents.parse(
        JSON.parse(Buffer.from(payload, "base64url").toString()),
      );
      if (issuedAt + cursorTimeoutSeconds < now() / 1000) {
        throw new ScimError(
          "expiredCursor",
          `The cursor is older than ${cursorTimeoutSeconds / 3600} hours. Begin again with an empty cursor.`,
        );
      }
      return { count, totalResults, after: { key: sortKey, id } };
    },
  };
}

/** One text for every reason, which tells nothing about other people's cursors. */
function refuseCursor(): ScimError {
  return new ScimError(
    "invalidCursor",
    "The cursor is none that was given out for this request. Send the nextCursor of the page before, unchanged and with the same filter, sortBy and sortOrder, or begin again with an empty cursor.",
  );
}
