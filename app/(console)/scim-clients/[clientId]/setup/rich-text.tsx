import { Fragment } from "react";

const mark = /(\*\*[^*]+\*\*|`[^`]+`)/;

/** A sentence of a walkthrough: **labels of the identity provider** are strong, `what is typed` is set as code. */
export function RichText({ text }: { text: string }) {
  return text.split(mark).map((part, index) => {
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a fixed sentence never move.
    return <Fragment key={index}>{renderPart(part)}</Fragment>;
  });
}

function renderPart(part: string) {
  if (part.startsWith("**")) return <strong className="font-semibold">{part.slice(2, -2)}</strong>;
  if (!part.startsWith("`")) return part;
  return (
    <code className="rounded border border-line bg-surface px-1 font-mono text-[0.8125rem] break-words">
      {part.slice(1, -1)}
    </code>
  );
}
