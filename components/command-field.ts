/** How the field of the command palette looks, before its code has come and after. */
export const commandField = {
  placeholder: "A page, a person, a group, a client or a request id",
  className: "h-10 w-full rounded-md border border-line-strong bg-ground px-3 outline-none",
};

export type Page = { readonly href: string; readonly name: string };

/** The pages whose name holds what is typed. */
export function listPages(pages: readonly Page[], text: string): readonly Page[] {
  const wanted = text.trim().toLowerCase();
  return pages.filter(({ name }) => name.toLowerCase().includes(wanted));
}
