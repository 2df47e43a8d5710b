"use client";

import { useActionState } from "react";
import { Button } from "@/components/button";
import type { SetupView } from "@/lib/console/client-setup/setup-view";
import type { ActionState } from "@/lib/console/owner-action";
import { emptySandbox, removeSimulated } from "./actions";

/** What the simulator has left, and the way to take it away. */
export function LeftBehind({ view, isPlaying }: { view: SetupView; isPlaying: boolean }) {
  const { simulated, sandbox, place, clientId } = view;
  const names = [...simulated.people, ...simulated.groups].map(({ name }) => name);
  if (place === "client") {
    if (names.length === 0) return null;
    return (
      <RemovalForm
        clientId={clientId}
        act={removeSimulated}
        label={`Remove ${countThem(simulated)}`}
        isHeld={isPlaying}
      >
        The simulator created {new Intl.ListFormat("en").format(names)} here, among your people.
      </RemovalForm>
    );
  }
  if (sandbox === undefined || sandbox.people + sandbox.groups === 0) return null;
  return (
    <RemovalForm clientId={clientId} act={emptySandbox} label="Empty the sandbox" isHeld={isPlaying}>
      The sandbox holds {count(sandbox.people, "person", "people")} and {count(sandbox.groups, "group", "groups")}. The
      next rehearsal empties it first.
    </RemovalForm>
  );
}

type RemovalFormProps = {
  clientId: string;
  act: (previous: ActionState<null>, form: FormData) => Promise<ActionState<null>>;
  label: string;
  isHeld: boolean;
  children: React.ReactNode;
};

function RemovalForm({ clientId, act, label, isHeld, children }: RemovalFormProps) {
  const [state, submit, isPending] = useActionState(act, null);
  return (
    <form action={submit} className="mt-4 border-t border-line pt-3">
      <input type="hidden" name="clientId" value={clientId} />
      <p className="text-[0.8125rem] text-muted text-pretty">{children}</p>
      <Button type="submit" size="small" disabled={isPending || isHeld} className="mt-2">
        {label}
      </Button>
      {state?.ok === false ? (
        <p role="alert" className="mt-1 text-danger">
          {state.message}
        </p>
      ) : null}
    </form>
  );
}

function countThem({ people, groups }: SetupView["simulated"]): string {
  const parts = [
    ...(people.length === 0 ? [] : [count(people.length, "person", "people")]),
    ...(groups.length === 0 ? [] : [count(groups.length, "group", "groups")]),
  ];
  return parts.join(" and ");
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
