import { z } from "zod";
import { type AuditFilter, isAuditKind } from "@/lib/console/audit-log";

export type AuditSearchParams = Readonly<Record<string, string | string[] | undefined>>;

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** The filters and the page that an address names. What makes no sense is passed over. */
export function readAuditParams(params: AuditSearchParams): {
  filter: AuditFilter;
  position: { before?: string; after?: string };
} {
  const { text, kind, from, until, before, after } = params;
  const isText = typeof text === "string" && text.trim() !== "";
  const isKind = typeof kind === "string" && isAuditKind(kind);
  const filter = {
    ...(isText ? { text } : {}),
    ...(isKind ? { kind } : {}),
    ...readParam("from", from, day),
    ...readParam("until", until, day),
  };
  return { filter, position: { ...readParam("before", before, z.uuid()), ...readParam("after", after, z.uuid()) } };
}

function readParam<Name extends string>(
  name: Name,
  value: unknown,
  schema: z.ZodType<string>,
): Partial<Record<Name, string>> {
  const parsed = schema.safeParse(value);
  const read: Partial<Record<string, string>> = parsed.success ? { [name]: parsed.data } : {};
  return read;
}

/** An address with these filters and what else it names. */
export function formatAuditAddress(path: string, filter: AuditFilter, more: Readonly<Record<string, string>>): string {
  return `${path}?${new URLSearchParams({ ...filter, ...more })}`;
}
