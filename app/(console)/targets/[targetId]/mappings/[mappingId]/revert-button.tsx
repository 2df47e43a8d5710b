"use client";

import { ActButton } from "../../act-button";
import { revertThisMapping } from "../actions";

type Props = { id: string; mappingId: string; version: number; name: string; targetName: string };

/** Takes a mapping back to one of its versions. */
export function RevertButton({ id, mappingId, version, name, targetName }: Props) {
  return (
    <ActButton
      size="small"
      label={
        <>
          Go back<span className="sr-only"> to version {version}</span>
        </>
      }
      run={() => revertThisMapping({ id, mappingId, version })}
      question={{
        title: `Go back to version ${version} of ${name}?`,
        text: `It becomes the newest version, and a reconcile takes it to everybody at ${targetName} for whom it makes a difference.`,
        yes: `Go back to version ${version}`,
        no: "Not now",
      }}
    />
  );
}
