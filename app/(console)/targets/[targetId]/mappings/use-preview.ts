"use client";

import { useEffect, useRef, useState } from "react";
import type { Result } from "@/lib/console/result";
import type { AffectedCount, DraftMapping, ShownPreview } from "@/lib/console/targets/mapping-editor";
import { countThisDraft, previewThisDraft } from "./actions";

const pauseMs = 400;

type Edited = Omit<DraftMapping, "id"> & { readonly id: string; readonly mappingId: string };
type Given = { isChanged: boolean; subject: string; preview: Result<ShownPreview | undefined> };

/** What a draft would do, computed anew when somebody pauses writing: first for one person, then how many it would change. */
export function usePreview(edited: Edited, { isChanged, subject: asked, preview: given }: Given) {
  const [subject, setSubject] = useState(asked);
  const [preview, setPreview] = useState(given);
  const [affected, setAffected] = useState<Result<AffectedCount>>();
  const [isComputing, setComputing] = useState(false);
  const latest = useRef(0);
  const { id, mappingId, resourceType, name, expression, enabled } = edited;
  const isAsked = isChanged || subject !== asked;

  useEffect(() => {
    latest.current += 1;
    const own = latest.current;
    if (!isAsked) {
      setPreview(given);
      setAffected(undefined);
      setComputing(false);
      return;
    }
    setComputing(true);
    const draft = { id, mappingId, resourceType, name, expression, enabled, subject };
    const timer = setTimeout(async () => {
      const shown = await previewThisDraft(draft);
      if (own !== latest.current) return;
      setPreview(shown);
      const count = isChanged ? await countThisDraft(draft) : undefined;
      if (own !== latest.current) return;
      setAffected(count);
      setComputing(false);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [id, mappingId, resourceType, name, expression, enabled, subject, isAsked, isChanged, given]);

  return { subject, setSubject, preview, affected, isComputing };
}
