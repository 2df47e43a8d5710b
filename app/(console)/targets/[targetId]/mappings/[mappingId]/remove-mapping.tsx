"use client";

import { Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import type { Result } from "@/lib/console/result";
import type { AffectedCount, DraftMapping } from "@/lib/console/targets/mapping-editor";
import { ProblemNotice } from "../../../../scim-clients/problem-notice";
import { useAct } from "../../../../scim-clients/use-act";
import { countThisDraft, removeThisMapping } from "../actions";
import { AffectedNotice } from "../affected-notice";

type Props = { id: string; mappingId: string; name: string; targetName: string; draft: Omit<DraftMapping, "id"> };

/** Removes a mapping, after counting for whom that makes a difference. */
export function RemoveMapping({ id, mappingId, name, targetName, draft }: Props) {
  const [isAsking, setAsking] = useState(false);
  const [affected, setAffected] = useState<Result<AffectedCount>>();
  const { act, problem, isPending } = useAct();
  useEffect(() => {
    if (!isAsking) return;
    void countThisDraft({ ...draft, id, mappingId, enabled: false, subject: "" }).then(setAffected);
  }, [isAsking, draft, id, mappingId]);
  return (
    <div className="mt-8">
      <Button kind="danger" onClick={() => setAsking(true)}>
        <Trash2 aria-hidden size={14} />
        Remove this mapping
      </Button>
      <Dialog title={`Remove ${name}?`} isOpen={isAsking} onClose={() => setAsking(false)}>
        <p className="mb-3 text-pretty">
          What it alone yields is taken away at {targetName}. Its versions go with it. To stop it for a while, take
          “Enabled” away instead.
        </p>
        {affected === undefined ? (
          <p className="text-muted">Counting …</p>
        ) : (
          <AffectedNotice affected={affected} kind={draft.resourceType === "User" ? "person" : "group"} />
        )}
        <div className="mt-3">
          <ProblemNotice problem={problem} />
        </div>
        <div className="mt-4 flex flex-wrap gap-2">
          <Button
            kind="danger"
            disabled={isPending}
            onClick={() =>
              act(
                () => removeThisMapping({ id, mappingId }),
                () => setAsking(false),
              )
            }
          >
            Remove {name}
          </Button>
          <Button onClick={() => setAsking(false)}>Keep it</Button>
        </div>
      </Dialog>
    </div>
  );
}
