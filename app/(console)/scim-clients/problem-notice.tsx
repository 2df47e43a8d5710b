import { Notice } from "@/components/notice";
import type { Problem } from "./use-act";

/** What was wrong with an act; nothing when nothing was. */
export function ProblemNotice({ problem }: { problem: Problem | undefined }) {
  return problem === undefined ? null : (
    <Notice tone="danger" isAlert>
      {problem.message}
    </Notice>
  );
}
