"use client";

import { Play } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useActionState, useState } from "react";
import { Link } from "@/components/link";
import { Notice } from "@/components/notice";
import { PrimaryButton } from "@/components/primary-button";
import { SelectField } from "@/components/select-field";
import type { SetupPlace, SetupView } from "@/lib/console/client-setup/setup-view";
import { playSimulation } from "./actions";
import { LeftBehind } from "./left-behind";
import { PlaceChoice } from "./place-choice";
import { PlayedSteps } from "./played-steps";
import { useSimulation } from "./use-simulation";

/** Plays what an identity provider would send, over HTTP against this server. Works without scripts too, in one go. */
export function SimulatorPanel({ view }: { view: SetupView }) {
  const { clientId, sequences } = view;
  const [name, setName] = useState(sequences[0]?.name);
  const [place, setPlace] = useState<SetupPlace>("sandbox");
  const [state, submit, isSent] = useActionState(playSimulation, null);
  const { run, play } = useSimulation();
  const router = useRouter();
  const sequence = sequences.find((one) => one.name === name);
  const isPlaying = run.isPlaying || isSent;
  const problem = run.problem ?? (state?.ok === false ? state.message : undefined);

  async function playHere(event: FormEvent) {
    event.preventDefault();
    if (name === undefined || isPlaying) return;
    // The steps of the place that is played in are to be seen ticking.
    if (view.place !== place) router.push(linkTo(clientId, place), { scroll: false });
    await play({ clientId, sequence: name, place });
    router.refresh();
  }

  return (
    <section aria-labelledby="simulator-title">
      <h2 id="simulator-title" className="text-base font-semibold">
        Try it with the simulator
      </h2>
      <p className="mt-1 text-muted text-pretty">
        It sends what an identity provider sends, over HTTP to this server, and the steps tick themselves.
      </p>
      <form action={submit} onSubmit={playHere} className="mt-3 space-y-4">
        <input type="hidden" name="clientId" value={clientId} />
        <SelectField
          name="sequence"
          label="Requests of"
          value={name}
          onChange={({ target }) => setName(sequences.find((one) => one.name === target.value)?.name)}
          options={sequences.map((one) => ({ value: one.name, name: one.title }))}
          hint={sequence?.summary}
        />
        <PlaceChoice place={place} onChoose={setPlace} clientName={view.clientName} madeUpNames={view.madeUpNames} />
        <PrimaryButton type="submit" disabled={isPlaying}>
          <span className="inline-flex items-center gap-1.5">
            <Play aria-hidden size={14} />
            {isPlaying ? "Playing …" : (sequence?.button ?? "Play")}
          </span>
        </PrimaryButton>
      </form>
      {problem === undefined ? null : (
        <div className="mt-3">
          <Notice tone="danger" isAlert>
            {problem}
          </Notice>
        </div>
      )}
      <PlayedSteps run={run} />
      {view.place === "client" && view.sandbox !== undefined && view.sandbox.people > 0 ? (
        <p className="mt-3 text-[0.8125rem]">
          <Link href={linkTo(clientId, "sandbox")}>See the last rehearsal in the sandbox</Link>
        </p>
      ) : null}
      <LeftBehind view={view} isPlaying={isPlaying} />
    </section>
  );
}

function linkTo(clientId: string, place: SetupPlace): string {
  return `/scim-clients/${clientId}/setup${place === "sandbox" ? "?place=sandbox" : ""}`;
}
