"use client";

import { useActionState } from "react";
import { Button } from "@/components/button";
import { FindField } from "@/components/find-field";
import { Notice } from "@/components/notice";
import { subscribePerson } from "../actions";

/** Subscribes a person by hand. */
export function Subscribe({ streamId }: { streamId: string }) {
  const [state, subscribe, isPending] = useActionState(subscribePerson, null);
  return (
    <form action={subscribe} noValidate className="space-y-2">
      <input type="hidden" name="id" value={streamId} />
      <FindField
        name="person"
        label="Person"
        kind="person"
        hint="Their userName or email."
        error={state?.ok === false ? state.message : undefined}
      />
      {state?.ok ? (
        <Notice tone="success" isAlert>
          {state.value} is subscribed.
        </Notice>
      ) : null}
      <Button type="submit" size="small" disabled={isPending}>
        Subscribe
      </Button>
    </form>
  );
}
