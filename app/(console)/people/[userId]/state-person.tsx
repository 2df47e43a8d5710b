"use client";

import { useState, useTransition } from "react";
import { Button } from "@/components/button";
import { ManagedNotice } from "@/components/managed-notice";
import { Notice } from "@/components/notice";
import type { PersonView } from "@/lib/console/directory/person";
import { changePersonState } from "../actions";

/** Deactivates a person, or brings them back, after saying in numbers what follows. */
export function StatePerson({ person, onDone }: { person: PersonView; onDone: () => void }) {
  const [problem, setProblem] = useState("");
  const [isPending, startTransition] = useTransition();
  const { id, name, isActive, managers } = person;

  function change() {
    startTransition(async () => {
      const result = await changePersonState({ id, active: !isActive });
      if (result.ok) onDone();
      else setProblem(result.message);
    });
  }

  return (
    <div className="space-y-3">
      <p className="text-pretty">{isActive ? describeDeactivation(person) : describeReactivation(person)}</p>
      <ManagedNotice name={name} providers={managers.map(({ provider }) => provider)} />
      {problem === "" ? null : (
        <Notice tone="danger" isAlert>
          {problem}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button kind={isActive ? "danger" : "plain"} onClick={change} disabled={isPending}>
          {isActive ? "Deactivate" : "Reactivate"} {name}
        </Button>
        <Button onClick={onDone}>Leave it as it is</Button>
      </div>
    </div>
  );
}

function describeDeactivation({ account, directGroups, streams }: PersonView): string {
  const sessions =
    account === undefined
      ? "They have no account for the console, so no session ends."
      : "Their sessions in the console end at once.";
  const kept = `${count(directGroups, "group")} and ${count(streams.length, "stream")}`;
  return `${sessions} ${kept} are kept: the groups still name them, the streams sleep until they return. You can reactivate them at any time.`;
}

function describeReactivation({ account, role, directGroups, streams }: PersonView): string {
  const entry = account === undefined ? "" : " They can sign in to the console again, if their role lets them.";
  return `They come back as ${role}, with ${count(directGroups, "group")}; ${count(streams.length, "stream")} wake up.${entry}`;
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
}
