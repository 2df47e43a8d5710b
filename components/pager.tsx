import { describeButton } from "./button";
import { Link } from "./link";

type PagerProps = {
  /** Addresses of the pages; absent where there is none. */
  newer?: string | undefined;
  older?: string | undefined;
  words?: { readonly newer: string; readonly older: string };
};

/** Links to the pages before and after this one. */
export function Pager({ newer, older, words = { newer: "Newer", older: "Older" } }: PagerProps) {
  if (newer === undefined && older === undefined) return null;
  return (
    <nav aria-label="Pages" className="mt-4 flex justify-between gap-3">
      {newer === undefined ? (
        <span />
      ) : (
        <Link href={newer} rel="prev" className={describeButton()}>
          {words.newer}
        </Link>
      )}
      {older === undefined ? null : (
        <Link href={older} rel="next" className={describeButton()}>
          {words.older}
        </Link>
      )}
    </nav>
  );
}
