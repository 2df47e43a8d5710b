/** How the field of the command palette looks, before its code has come and after. */
export const commandField = {
  placeholder: "A page, a person, a group, a client or a request id",
  className: "h-10 w-full rounded-md border border-line-strong bg-ground px-3 outline-none",
};
