"use client";

import type { ComponentProps } from "react";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { PrimaryButton } from "@/components/primary-button";
import { ChangeList } from "../../../scim-clients/[clientId]/options/change-list";
import { ProblemNotice } from "../../../scim-clients/problem-notice";
import { useAct } from "../../../scim-clients/use-act";
import { saveOptions } from "./actions";

type ReviewDialogProps = {
  isOpen: boolean;
  onClose: () => void;
  /** What was wrong with which field. */
  onRefused: (errors: Readonly<Record<string, string>>) => void;
  input: unknown;
  changes: ComponentProps<typeof ChangeList>["changes"];
  /** What follows from the changes. */
  note: string;
};

/** What would change, before it is saved. */
export function ReviewDialog({ isOpen, onClose, onRefused, input, changes, note }: ReviewDialogProps) {
  const { act, problem, isPending, forget } = useAct();

  function close() {
    forget();
    onClose();
  }

  function save() {
    act(async () => {
      const result = await saveOptions(input);
      onRefused(result.ok ? {} : result.fieldErrors);
      return result;
    }, close);
  }

  return (
    <Dialog title="What changes" isOpen={isOpen} onClose={close}>
      <div className="space-y-4">
        <ChangeList changes={changes} />
        <p className="text-[0.8125rem] text-pretty text-muted">{note}</p>
        <ProblemNotice problem={problem} />
        <div className="flex flex-wrap gap-2">
          <PrimaryButton type="button" disabled={isPending} onClick={save}>
            {isPending ? "Saving …" : "Save"}
          </PrimaryButton>
          <Button onClick={close}>Go on changing</Button>
        </div>
      </div>
    </Dialog>
  );
}
