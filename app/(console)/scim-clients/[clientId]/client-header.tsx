import { Link } from "@/components/link";
import { PageHeading } from "@/components/page-heading";
import { StatusBadge } from "@/components/status-badge";
import type { OpenScimClient } from "@/lib/console/find-open-client";
import { PauseButton } from "./pause-button";

/** Which SCIM client it is, whether it is let in, and the switch for that. */
export function ClientHeader({ id, name, preset, providerName, state }: OpenScimClient) {
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="min-w-0 grow">
        <p className="mb-1 text-[0.8125rem]">
          <Link href="/scim-clients">SCIM clients</Link>
        </p>
        <PageHeading title={name} />
        <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
          <span>{providerName === name ? `Preset ${preset}` : providerName}</span>
          <span className="text-text">
            <StatusBadge tone={state === "paused" ? "paused" : "success"}>
              {state === "paused" ? "Paused" : "Active"}
            </StatusBadge>
          </span>
        </p>
      </div>
      <PauseButton id={id} name={name} providerName={providerName} isPaused={state === "paused"} />
    </div>
  );
}
