"use client";

import { Notice } from "@/components/notice";
import { count } from "../count";
import { ActButton } from "./act-button";
import { decideHeld } from "./actions";

type HeldBannerProps = {
  id: string;
  name: string;
  held: number;
  /** How many are linked there. */
  linked: number;
  /** What happens to each of them, such as "set to inactive". */
  consequence: string;
};

/** Deprovisions that the breaker holds until somebody decides. */
export function HeldBanner({ id, name, held, linked, consequence }: HeldBannerProps) {
  const them = held === 1 ? "person" : "people";
  return (
    <Notice tone="danger">
      <p className="font-medium">
        {count(held, "deprovision is", "deprovisions are")} held, of {count(linked, "person", "people")} at {name}.
      </p>
      <p className="mt-1 text-pretty">
        That is more at once than this target lets pass without asking. Was it meant? Perhaps a group was emptied, or
        the scope was changed, by mistake. Until you decide everything else goes on, and these stay there as they are.
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <ActButton
          kind="danger"
          label={`Allow ${held.toLocaleString("en")}`}
          run={() => decideHeld({ id, decision: "allow" })}
          question={{
            title: `Allow ${count(held, "deprovision", "deprovisions")}?`,
            text: `${count(held, "person is", "people are")} ${consequence} at ${name}. For one hour nothing more is held, so that others who leave follow at once.`,
            yes: `Allow ${held.toLocaleString("en")}`,
            no: "Not now",
          }}
        />
        <ActButton
          label="Leave them as they are"
          run={() => decideHeld({ id, decision: "discard" })}
          question={{
            title: `Leave ${count(held, "person", "people")} as they are?`,
            text: `${held.toLocaleString("en")} ${them} keep what they have at ${name}, though they left the scope here. Roster changes them no more, until you provision them again under “People and groups”.`,
            yes: `Leave ${held.toLocaleString("en")} as they are`,
            no: "Not now",
          }}
        />
      </div>
    </Notice>
  );
}
