import { z } from "zod";

const position = z.tuple([z.string().max(2_000), z.uuid()]);

/** A place in a list for an address: the sort key of a row and its id. */
export function formatPosition({ key, id }: { readonly key: string; readonly id: string }): string {
  return Buffer.from(JSON.stringify([key, id]), "utf8").toString("base64url");
}

/** The place that an address names; undefined for what is none. It only says where a page begins, so it need not be signed. */
export function readPosition(text: string | undefined): { readonly key: string; readonly id: string } | undefined {
  if (text === undefined) return undefined;
  try {
    const read = position.safeParse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
    return read.success ? { key: read.data[0], id: read.data[1] } : undefined;
  } catch {
    return undefined;
  }
}

/** The parameters of an address, as a page is given them. */
export type SearchParams = Readonly<Record<string, string | string[] | undefined>>;

/** One parameter of an address: the first where it is repeated; undefined when it is blank. */
export function readParam(params: SearchParams, name: string): string | undefined {
  const value = params[name];
  const text = (Array.isArray(value) ? value[0] : value)?.trim();
  return text === undefined || text === "" ? undefined : text.slice(0, 2_000);
}

/** A page cut from the rows of a list, of which one too many was read, and what comes before and after it. */
export function cutPage<Row>(
  rows: readonly Row[],
  limit: number,
  { isBackwards, isFirst }: { readonly isBackwards: boolean; readonly isFirst: boolean },
): { readonly rows: readonly Row[]; readonly hasPrevious: boolean; readonly hasNext: boolean } {
  const hasMore = rows.length > limit;
  if (isBackwards) return { rows: hasMore ? rows.slice(1) : rows, hasPrevious: hasMore, hasNext: true };
  return { rows: rows.slice(0, limit), hasPrevious: !isFirst, hasNext: hasMore };
}
