"use client";

import { useRouter } from "next/navigation";
import { ActButton } from "../act-button";
import { startTarget } from "../actions";

type StartButtonProps = {
  id: string;
  name: string;
  isDisabled: boolean;
  isPrimary: boolean;
  /** What the plan says will happen; undefined where none was made. */
  consequence: string | undefined;
};

/** Starts the target, after saying what follows, and leads to where one can watch it. */
export function StartButton({ id, name, isDisabled, isPrimary, consequence }: StartButtonProps) {
  const router = useRouter();
  return (
    <ActButton
      label="Start"
      kind={isPrimary ? "primary" : "plain"}
      isDisabled={isDisabled}
      run={() => startTarget({ id })}
      onDone={() => router.push(`/targets/${id}`)}
      question={{
        title: `Start provisioning ${name}?`,
        text: consequence ?? "You have made no plan: how many people are created there is known only once it is done.",
        yes: `Start ${name}`,
        no: "Not yet",
      }}
    />
  );
}
