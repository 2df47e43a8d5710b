"use client";

import { FileSearch, Pause, Play, RefreshCw } from "lucide-react";
import { usePathname, useRouter } from "next/navigation";
import { describeButton } from "@/components/button";
import { Link } from "@/components/link";
import { count } from "../count";
import { ActButton } from "./act-button";
import { planTarget, setTargetState, syncTarget } from "./actions";

export type TargetButtonsProps = {
  id: string;
  name: string;
  state: "active" | "paused";
  /** It was never started. */
  isNew: boolean;
  /** People and groups linked there. */
  linked: number;
  /** The one resource that was refused, which made it stop. */
  refused: string | undefined;
};

/** What can be done with a target from every page of it. */
export function TargetButtons({ id, name, state, isNew, linked, refused }: TargetButtonsProps) {
  const path = usePathname();
  const router = useRouter();
  const base = `/targets/${id}`;
  if (isNew) {
    return path === `${base}/start` ? null : (
      <Link href={`${base}/start`} className={describeButton("primary")}>
        Check, plan and start
      </Link>
    );
  }
  const plan = (
    <ActButton
      label={
        <>
          <FileSearch aria-hidden size={14} />
          Make a plan
        </>
      }
      run={() => planTarget({ id })}
      onDone={({ runId }) => router.push(`${base}/runs/${runId}`)}
    />
  );
  if (state === "paused") {
    return (
      <div className="flex flex-wrap items-start gap-2">
        {plan}
        {refused === undefined ? null : (
          <ActButton
            label={`Leave out and resume`}
            run={() => setTargetState({ id, act: "leaveOut" })}
            question={{
              title: `Leave out ${refused}, and resume?`,
              text: `${refused} is sent to ${name} no more, and stays there as they are, until you provision them again under “People and groups”. Everything else that waits is sent.`,
              yes: `Leave out ${refused} and resume`,
              no: "Stay paused",
            }}
          />
        )}
        <ActButton
          label={
            <>
              <Play aria-hidden size={14} />
              Resume
            </>
          }
          pending="Resuming …"
          run={() => setTargetState({ id, act: "resume" })}
        />
      </div>
    );
  }
  return (
    <div className="flex flex-wrap items-start gap-2">
      <ActButton
        label={
          <>
            <RefreshCw aria-hidden size={14} />
            Sync now
          </>
        }
        pending="Beginning …"
        run={() => syncTarget({ id })}
      />
      {plan}
      <ActButton
        label={
          <>
            <Pause aria-hidden size={14} />
            Pause
          </>
        }
        run={() => setTargetState({ id, act: "pause" })}
        question={{
          title: `Pause ${name}?`,
          text: `Nothing is sent to it until you resume. What changes here meanwhile is remembered and sent then. ${count(linked, "person or group stays", "people and groups stay")} there as they are: who is deactivated here keeps their access there for so long.`,
          yes: `Pause ${name}`,
          no: "Leave it running",
        }}
      />
    </div>
  );
}
