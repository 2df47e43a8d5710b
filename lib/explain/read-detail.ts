/** The first sentence of a refusal, as the end of a sentence of ours: without its full stop, and not capitalised as one. */
export function shortenDetail(detail: string): string {
  const [first = detail] = detail.split(/(?<=[.!?])\s+(?=[A-Z])/, 1);
  const open = first.replace(/[.!]$/, "");
  return /^(?:The|This|There|A|An|No|People|None|More|Too|Names|Send|Discovery|Paths) /.test(open)
    ? open.charAt(0).toLowerCase() + open.slice(1)
    : open;
}

/** How long a token that was cut off is, and how long a whole one. */
export function readCutToken(detail: string | undefined): { got: number; whole: number } | undefined {
  const match = /has (\d+) characters, and a whole one has (\d+)/.exec(detail ?? "");
  return match === null ? undefined : { got: Number(match[1]), whole: Number(match[2]) };
}

/** The seconds that a client was asked to wait. */
export function readWait(detail: string | undefined): number | undefined {
  const match = /(?:Try again in|Wait) (one|\d+) seconds?/.exec(detail ?? "");
  if (match === null) return undefined;
  return match[1] === "one" ? 1 : Number(match[1]);
}
