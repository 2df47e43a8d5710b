"use client";

import { Pause, Play } from "lucide-react";
import { useState, useTransition } from "react";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { Notice } from "@/components/notice";
import { setClientState } from "./actions";

type Props = { id: string; name: string; providerName: string; isPaused: boolean };

/** Pauses the client, after saying what follows, or lets it go on. */
export function PauseButton({ id, name, providerName, isPaused }: Props) {
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState("");
  const [isPending, startTransition] = useTransition();

  function change(state: "active" | "paused") {
    startTransition(async () => {
      const result = await setClientState({ id, state });
      setProblem(result.ok ? "" : result.message);
      if (result.ok) setAsking(false);
    });
  }

  const failure =
    problem === "" ? null : (
      <Notice tone="danger" isAlert>
        {problem}
      </Notice>
    );
  if (isPaused) {
    return (
      <div className="space-y-2">
        <Button onClick={() => change("active")} disabled={isPending}>
          <Play aria-hidden size={14} />
          Resume
        </Button>
        {failure}
      </div>
    );
  }
  return (
    <>
      <Button onClick={() => setAsking(true)}>
        <Pause aria-hidden size={14} />
        Pause
      </Button>
      <Dialog title={`Pause ${name}?`} isOpen={isAsking} onClose={() => setAsking(false)}>
        <p className="text-pretty">
          Every request of {providerName} is answered with “try again later” (503) until you resume, and is logged.
          Identity providers repeat such requests, so nothing is lost. People who are here keep their access meanwhile,
          also those whom {providerName} wants to take it from.
        </p>
        {failure === null ? null : <div className="mt-3">{failure}</div>}
        <div className="mt-4 flex flex-wrap gap-2">
          <Button onClick={() => change("paused")} disabled={isPending}>
            Pause {name}
          </Button>
          <Button onClick={() => setAsking(false)}>Leave it running</Button>
        </div>
      </Dialog>
    </>
  );
}
