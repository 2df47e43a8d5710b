"use client";

import { useActionState, useState } from "react";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { FindField } from "@/components/find-field";
import { FormResult } from "@/components/form-result";
import { keepTyped } from "@/components/keep-typed";
import { ActButton } from "../act-button";
import { adoptFound, adoptFoundTyped, ignoreFound } from "./actions";

type Props = {
  id: string;
  name: string;
  resourceType: "User" | "Group";
  remoteId: string;
  label: string;
  match: { readonly id: string; readonly label: string } | undefined;
  isIgnored: boolean;
};

/** What may be done about something at the target that Roster does not manage. */
export function UnmanagedActions({ id, name, resourceType, remoteId, label, match, isIgnored }: Props) {
  const remote = { id, resourceType, remoteId };
  const who = <span className="sr-only"> {label}</span>;
  if (isIgnored) {
    return (
      <ActButton size="small" label={<>Show again{who}</>} run={() => ignoreFound({ ...remote, ignored: false })} />
    );
  }
  return (
    <div className="flex flex-wrap items-start gap-2">
      {match === undefined ? (
        <AdoptByName {...remote} label={label} />
      ) : (
        <ActButton
          size="small"
          label={<>Adopt{who}</>}
          run={() => adoptFound({ ...remote, text: match.id })}
          question={{
            title: `Link ${label} to ${match.label}?`,
            text: `From now on Roster keeps this 1 resource of ${name} as the mappings say: what it has in their attributes is overwritten with what Roster has of ${match.label}.`,
            yes: "Link it",
            no: "Not now",
          }}
        />
      )}
      <ActButton size="small" label={<>Ignore{who}</>} run={() => ignoreFound({ ...remote, ignored: true })} />
    </div>
  );
}

type AdoptProps = Pick<Props, "id" | "resourceType" | "remoteId" | "label">;

function AdoptByName({ id, resourceType, remoteId, label }: AdoptProps) {
  const [isOpen, setOpen] = useState(false);
  const [state, send, isPending] = useActionState(adoptFoundTyped, null);
  const kind = resourceType === "User" ? "person" : "group";
  const error = state?.ok === false ? (state.fieldErrors.text ?? undefined) : undefined;
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        Adopt…<span className="sr-only"> {label}</span>
      </Button>
      <Dialog title={`Whom does ${label} belong to?`} isOpen={isOpen} onClose={() => setOpen(false)}>
        <form action={send} onSubmit={keepTyped(send)} className="space-y-4">
          <p className="text-pretty">
            From then on Roster keeps it as the mappings say: what it has in their attributes is overwritten.
          </p>
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="resourceType" value={resourceType} />
          <input type="hidden" name="remoteId" value={remoteId} />
          <FindField
            name="text"
            kind={kind}
            label={kind === "person" ? "Person in Roster" : "Group in Roster"}
            hint={kind === "person" ? "The userName, an email or the id." : "The name or the id."}
            error={error}
          />
          <Button type="submit" disabled={isPending}>
            Link it
          </Button>
          <FormResult state={error === undefined ? state : null} done="It is linked, and is looked at now." />
        </form>
      </Dialog>
    </>
  );
}
