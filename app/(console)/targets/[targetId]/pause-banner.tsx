import type { ReactNode } from "react";
import { Link } from "@/components/link";
import { Notice } from "@/components/notice";
import { Time } from "@/components/time";
import type { ShownTarget } from "@/lib/console/targets/view-target";
import { count } from "../count";

type Pause = NonNullable<ShownTarget["pause"]>;

type PauseBannerProps = { pause: Pause; base: string; waiting: number; now: string };

/** Why a target is paused, since when, and what to do. */
export function PauseBanner({ pause, base, waiting, now }: PauseBannerProps) {
  const isOfPerson = pause.reason === "person";
  return (
    <Notice tone={isOfPerson ? "warning" : "danger"}>
      <p className="font-medium [overflow-wrap:anywhere]">
        {isOfPerson ? "It is paused" : pause.detail}
        <span className="font-normal text-muted">
          {" "}
          · <Time value={pause.at} now={now} />
        </span>
      </p>
      <p className="mt-1 text-pretty [overflow-wrap:anywhere]">{advise(pause, base)}</p>
      <p className="mt-1 text-muted">
        {waiting === 0
          ? "Nothing waits. What changes here meanwhile is remembered."
          : `${count(waiting, "person or group waits", "people and groups wait")} to be looked at, and nothing is lost.`}
      </p>
    </Notice>
  );
}

function advise({ reason, resource }: Pause, base: string): ReactNode {
  switch (reason) {
    case "person":
      return "Resume it when the target may be sent something again.";
    case "credentialRefused":
      return (
        <>
          The target does not take the credential any more. Make a new one there,{" "}
          <Link href={`${base}/credential`}>replace it here</Link>, then resume.
        </>
      );
    case "forbidden":
      return resource === undefined ? (
        <>
          The credential is known there, and may not do this. Give it the right to manage people and groups, or{" "}
          <Link href={`${base}/credential`}>replace it</Link>, then resume.
        </>
      ) : (
        <>
          The target does not let the credential change {resource.label}: such a person is often an administrator there,
          or made by hand. Give it the right and resume, or leave {resource.label} out and resume.
        </>
      );
    case "addressRefused":
      return (
        <>
          Roster may not call this address. <Link href={`${base}/credential`}>Change the base URL</Link>, or have
          whoever runs Roster allow it by ROSTER_TARGET_ALLOW, then resume.
        </>
      );
  }
}
