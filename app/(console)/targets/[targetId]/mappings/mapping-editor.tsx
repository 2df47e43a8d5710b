"use client";

import { useActionState } from "react";
import { Button } from "@/components/button";
import { keepTyped } from "@/components/keep-typed";
import { Notice } from "@/components/notice";
import { PrimaryButton } from "@/components/primary-button";
import { TextAreaField } from "@/components/text-area-field";
import { TextField } from "@/components/text-field";
import type { Result } from "@/lib/console/result";
import type { DraftMapping, ShownPreview } from "@/lib/console/targets/mapping-editor";
import { saveThisMapping } from "./actions";
import { PreviewPanel } from "./preview-panel";
import { useDraft } from "./use-draft";
import { usePreview } from "./use-preview";

type Props = {
  id: string;
  /** "" for a new one. */
  mappingId: string;
  version: number;
  targetName: string;
  saved: Omit<DraftMapping, "id">;
  /** Whom the address asks for; "" for anybody. */
  subject: string;
  /** What the saved mapping makes of them. */
  preview: Result<ShownPreview | undefined>;
};

/** Writes a mapping, with what it would do beside it. */
export function MappingEditor({ id, mappingId, version, targetName, saved, subject, preview }: Props) {
  const { resourceType } = saved;
  const key = `roster.mapping ${id} ${mappingId === "" ? resourceType : mappingId} ${version}`;
  const { draft, change, isChanged, isRestored, discard } = useDraft(key, saved);
  const [state, send, isPending] = useActionState(saveThisMapping, null);
  const shown = usePreview({ id, mappingId, resourceType, ...draft }, { isChanged, subject, preview });
  const errorOf = (field: string) => (state?.ok === false ? state.fieldErrors[field] : undefined);
  const isTold = errorOf("name") !== undefined || errorOf("expression") !== undefined;
  return (
    <div className="grid gap-8 lg:grid-cols-2">
      <form action={send} onSubmit={keepTyped(send)} className="min-w-0 space-y-4">
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="mappingId" value={mappingId} />
        <input type="hidden" name="resourceType" value={resourceType} />
        <input type="hidden" name="version" value={version} />
        {isRestored ? (
          <Notice tone="info">
            What you had written and not saved is here again.{" "}
            <button type="button" onClick={discard} className="text-accent underline">
              Discard it
            </button>
          </Notice>
        ) : null}
        <TextField
          name="name"
          label="Name"
          value={draft.name}
          onChange={({ target }) => change({ name: target.value })}
          hint="Mappings run in the order of their names."
          error={errorOf("name")}
          required
        />
        <TextAreaField
          name="expression"
          label="Expression"
          className="min-h-48 field-sizing-content"
          value={draft.expression}
          onChange={({ target }) => change({ expression: target.value })}
          error={errorOf("expression")}
          hint="CEL that yields a map of SCIM attributes, or null for nothing."
          required
        />
        <label className="flex items-center gap-2.5">
          <input
            type="checkbox"
            name="enabled"
            checked={draft.enabled}
            onChange={({ target }) => change({ enabled: target.checked })}
            className="size-4 accent-accent"
          />
          Enabled
        </label>
        <div className="flex flex-wrap items-center gap-3">
          <PrimaryButton type="submit" disabled={isPending}>
            {isPending ? "Saving …" : mappingId === "" ? "Add the mapping" : "Save"}
          </PrimaryButton>
          {isChanged ? (
            <Button onClick={discard} disabled={isPending}>
              Discard changes
            </Button>
          ) : null}
          <span className="text-muted">{isChanged ? "Not saved yet." : ""}</span>
        </div>
        {state === null || isTold ? null : (
          <Notice tone={state.ok ? "success" : "danger"} isAlert>
            {state.ok ? `Saved. A reconcile of ${targetName} takes it there.` : state.message}
          </Notice>
        )}
      </form>
      <PreviewPanel {...shown} resourceType={resourceType} isChanged={isChanged} expression={draft.expression} />
    </div>
  );
}
