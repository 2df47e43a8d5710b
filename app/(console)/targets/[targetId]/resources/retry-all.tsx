"use client";

import { RotateCw } from "lucide-react";
import { useState } from "react";
import { count } from "../../count";
import { ActButton } from "../act-button";
import { retryAll } from "./actions";

/** Looks at everything again that is not as it should be. */
export function RetryAll({ id, failing }: { id: string; failing: number }) {
  const [told, setTold] = useState("");
  return (
    <div className="flex flex-wrap items-center gap-3">
      <span role="status" className="text-muted">
        {told}
      </span>
      <ActButton
        label={
          <>
            <RotateCw aria-hidden size={14} />
            Retry all failing
          </>
        }
        run={() => retryAll({ id })}
        onDone={({ retried }) =>
          setTold(
            retried === 0
              ? "Nothing is failing any more."
              : `${count(retried, "resource is", "resources are")} looked at again.`,
          )
        }
        question={{
          title: `Retry ${count(failing, "resource", "resources")}?`,
          text: "Each person and group with a problem, and each that waits to be tried again, is looked at now. What nothing has changed for will be refused as before.",
          yes: `Retry ${failing.toLocaleString("en")}`,
          no: "Not now",
        }}
      />
    </div>
  );
}
