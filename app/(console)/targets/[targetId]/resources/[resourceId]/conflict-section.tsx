"use client";

import { useActionState } from "react";
import { Button } from "@/components/button";
import { FormResult } from "@/components/form-result";
import { keepTyped } from "@/components/keep-typed";
import { Section } from "@/components/section";
import { TextField } from "@/components/text-field";
import { ActButton } from "../../act-button";
import { adoptResource, adoptTyped } from "../actions";

type Props = {
  id: string;
  targetName: string;
  resourceType: "User" | "Group";
  resourceId: string;
  label: string;
  candidates: readonly string[];
};

/** Which of the target's resources is this one: somebody has to say so. */
export function ConflictSection({ id, targetName, resourceType, resourceId, label, candidates }: Props) {
  const [state, send, isPending] = useActionState(adoptTyped, null);
  return (
    <Section
      title="Which one is it?"
      note={`${targetName} has something like ${label}, and which of it is ${label} cannot be told. Say so: from then on Roster keeps that one as the mappings say.`}
    >
      {candidates.length === 0 ? null : (
        <ul className="divide-y divide-line border-y border-line">
          {candidates.map((remoteId) => (
            <li key={remoteId} className="flex flex-wrap items-center gap-3 py-2">
              <code className="min-w-0 grow font-mono text-[0.8125rem] [overflow-wrap:anywhere]">{remoteId}</code>
              <ActButton
                label="Link this one"
                size="small"
                run={() => adoptResource({ id, resourceType, resourceId, remoteId })}
                question={{
                  title: `Link ${label} to ${remoteId}?`,
                  text: `What ${targetName} has in the attributes of the mappings of this 1 resource is overwritten with what Roster has of ${label}.`,
                  yes: "Link it",
                  no: "Not now",
                }}
              />
            </li>
          ))}
        </ul>
      )}
      <form action={send} onSubmit={keepTyped(send)} className="mt-3 space-y-3">
        <input type="hidden" name="id" value={id} />
        <input type="hidden" name="resourceType" value={resourceType} />
        <input type="hidden" name="resourceId" value={resourceId} />
        <TextField
          name="remoteId"
          label="Another id at the target"
          autoComplete="off"
          spellCheck={false}
          error={state?.ok === false ? state.fieldErrors.remoteId : undefined}
        />
        <Button type="submit" disabled={isPending}>
          Link that one
        </Button>
        <FormResult
          state={state?.ok === false && state.fieldErrors.remoteId !== undefined ? null : state}
          done={`${label} is linked, and is looked at now.`}
        />
      </form>
    </Section>
  );
}
