"use client";

import { ActButton } from "../act-button";
import { planTarget } from "../actions";

type PlanButtonProps = { id: string; isAgain: boolean; isDisabled: boolean; isPrimary: boolean };

/** Makes a plan and stays on the page, which follows it. */
export function PlanButton({ id, isAgain, isDisabled, isPrimary }: PlanButtonProps) {
  return (
    <ActButton
      label={isAgain ? "Make the plan again" : "Make a plan"}
      pending="Beginning …"
      kind={isPrimary ? "primary" : "plain"}
      isDisabled={isDisabled}
      run={() => planTarget({ id })}
    />
  );
}
