"use client";

import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { PasswordConfirmation } from "@/components/password-confirmation";
import { PrimaryButton } from "@/components/primary-button";
import type { Confirmation } from "@/lib/console/confirm-password";
import type { ChosenOptions } from "../../option-choices";
import { ProblemNotice } from "../../problem-notice";
import { useAct } from "../../use-act";
import { saveOptions } from "./actions";
import { ChangeList } from "./change-list";
import type { Change } from "./list-changes";

type ReviewDialogProps = {
  isOpen: boolean;
  onClose: () => void;
  onSaved: () => void;
  input: { id: string; name: string; preset: string; options: ChosenOptions; drawnFrom: string };
  changes: readonly Change[];
  /** Name and preset. */
  others: readonly Pick<Change, "title" | "before" | "after">[];
  /** Present when the client may make owners afterwards. */
  confirmation: Confirmation | undefined;
};

/** What would change, before it is saved. */
export function ReviewDialog(props: ReviewDialogProps) {
  const { isOpen, onClose, onSaved, input, changes, others, confirmation } = props;
  const { act, problem, isPending, forget } = useAct();

  function close() {
    forget();
    onClose();
  }

  function save(form: FormData) {
    act(
      () => saveOptions({ ...input, password: form.get("password") ?? "" }),
      () => {
        onSaved();
        close();
      },
    );
  }

  const fieldErrors = problem?.fieldErrors ?? {};
  return (
    <Dialog title="What changes" isOpen={isOpen} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save(new FormData(event.currentTarget));
        }}
        className="space-y-4"
      >
        <ChangeList changes={[...others, ...changes]} />
        <p className="text-[0.8125rem] text-muted">
          It holds for the next request. People and groups that are here already stay as they are.
        </p>
        {confirmation === undefined ? null : (
          <PasswordConfirmation confirmation={confirmation} error={fieldErrors.password}>
            Whoever steers this identity provider can make owners from then on. Your password confirms that it is you.
          </PasswordConfirmation>
        )}
        {problem === undefined || fieldErrors.password !== undefined ? null : <ProblemNotice problem={problem} />}
        <div className="flex flex-wrap gap-2">
          <PrimaryButton type="submit" disabled={isPending}>
            {isPending ? "Saving …" : "Save"}
          </PrimaryButton>
          <Button onClick={close}>Go on changing</Button>
        </div>
      </form>
    </Dialog>
  );
}
