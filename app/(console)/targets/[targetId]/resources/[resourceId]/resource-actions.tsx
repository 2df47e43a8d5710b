"use client";

import { Eye, EyeOff, RotateCw } from "lucide-react";
import { ActButton } from "../../act-button";
import { actOnResource } from "../actions";

type Props = {
  id: string;
  targetName: string;
  resourceType: "User" | "Group";
  resourceId: string;
  label: string;
  isIgnored: boolean;
};

/** What may be done about one person or group at a target. */
export function ResourceActions({ id, targetName, resourceType, resourceId, label, isIgnored }: Props) {
  const run = (act: "retry" | "ignore" | "stopIgnoring") => () => actOnResource({ id, resourceType, resourceId, act });
  return (
    <div className="mt-4 flex flex-wrap gap-2">
      {isIgnored ? (
        <ActButton
          label={
            <>
              <Eye aria-hidden size={14} />
              Stop ignoring
            </>
          }
          run={run("stopIgnoring")}
          question={{
            title: `Provision ${label} again?`,
            text: `${targetName} is read, and gets what it should have of ${label} once more. What was changed there meanwhile in attributes of the mappings is overwritten.`,
            yes: `Provision ${label} again`,
            no: "Not now",
          }}
        />
      ) : (
        <>
          <ActButton
            label={
              <>
                <RotateCw aria-hidden size={14} />
                Retry now
              </>
            }
            run={run("retry")}
          />
          <ActButton
            label={
              <>
                <EyeOff aria-hidden size={14} />
                Ignore
              </>
            }
            run={run("ignore")}
            question={{
              title: `Ignore ${label} at ${targetName}?`,
              text: `Nothing about ${label} is sent there any more, not even that they leave: 1 ${resourceType === "User" ? "person" : "group"} stays at ${targetName} as it is. You can stop ignoring it at any time.`,
              yes: `Ignore ${label}`,
              no: "Go on provisioning",
            }}
          />
        </>
      )}
    </div>
  );
}
