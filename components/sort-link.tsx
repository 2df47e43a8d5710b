import { ArrowDown, ArrowUp } from "lucide-react";
import { Link } from "./link";

/** A column's heading that sorts by it: a link, so that the order is in the address. */
export function SortLink({ href, name, sorted }: { href: string; name: string; sorted: Sorted | undefined }) {
  const Icon = sorted === "descending" ? ArrowDown : ArrowUp;
  return (
    <Link href={href} className="inline-flex items-center gap-1 text-inherit no-underline hover:text-text">
      {name}
      <Icon aria-hidden size={12} className={sorted === undefined ? "invisible" : ""} />
    </Link>
  );
}

export type Sorted = "ascending" | "descending";
