"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { ProblemNotice } from "../../problem-notice";
import type { Problem } from "../../use-act";

type EndDialogProps = {
  title: string;
  /** What the button says. */
  verb: string;
  isOpen: boolean;
  isPending: boolean;
  problem: Problem | undefined;
  onClose: () => void;
  onEnd: () => void;
  /** What follows from it. */
  children: ReactNode;
};

/** Asks once more, with what follows, before something ends for good. */
export function EndDialog({ title, verb, isOpen, isPending, problem, onClose, onEnd, children }: EndDialogProps) {
  return (
    <Dialog title={title} isOpen={isOpen} onClose={onClose}>
      <p className="text-pretty">{children}</p>
      <div className="mt-3">
        <ProblemNotice problem={problem} />
      </div>
      <div className="mt-4 flex flex-wrap gap-2">
        <Button onClick={onClose}>Keep it</Button>
        <Button kind="danger" disabled={isPending} onClick={onEnd}>
          {verb}
        </Button>
      </div>
    </Dialog>
  );
}
