"use client";

import { count } from "../../count";
import { ActButton } from "../act-button";
import { actOnResource } from "../resources/actions";
import { overwriteFound } from "./actions";

type Props = {
  id: string;
  name: string;
  runId: string;
  resourceType: "User" | "Group";
  resourceId: string;
  label: string;
  /** How many attributes differ. */
  attributes: number;
  isMissing: boolean;
  mayOverwrite: boolean;
  isIgnored: boolean;
};

/** What may be done about something that was found changed or missing. */
export function FindingActions(props: Props) {
  const { id, name, runId, resourceType, resourceId, label, attributes, isMissing, mayOverwrite, isIgnored } = props;
  if (isIgnored) {
    return (
      <ActButton
        size="small"
        label={<Named word="Stop ignoring" label={label} />}
        run={() => actOnResource({ id, resourceType, resourceId, act: "stopIgnoring" })}
      />
    );
  }
  if (!mayOverwrite) return null;
  return (
    <div className="flex flex-wrap gap-2">
      <ActButton
        size="small"
        label={<Named word={isMissing ? "Make again" : "Overwrite"} label={label} />}
        run={() => overwriteFound({ id, runId, resourceType, resourceId })}
        question={{
          title: isMissing ? `Make ${label} again at ${name}?` : `Overwrite ${label} at ${name}?`,
          text: isMissing
            ? `1 resource is created at ${name}, after it was looked for there once more.`
            : `${count(attributes, "attribute is", "attributes are")} set back to what Roster has. What somebody changed there is lost.`,
          yes: isMissing ? "Make it again" : "Overwrite it",
          no: "Not now",
        }}
      />
      <ActButton
        size="small"
        label={<Named word="Ignore" label={label} />}
        run={() => actOnResource({ id, resourceType, resourceId, act: "ignore" })}
        question={{
          title: `Ignore ${label} at ${name}?`,
          text: `Nothing about ${label} is sent there any more, not even that they leave: 1 resource stays at ${name} as it is.`,
          yes: `Ignore ${label}`,
          no: "Go on provisioning",
        }}
      />
    </div>
  );
}

/** A button of a row, which screen readers tell from those of the other rows. */
function Named({ word, label }: { word: string; label: string }) {
  return (
    <>
      {word}
      <span className="sr-only"> {label}</span>
    </>
  );
}
