"use client";

import { useActionState } from "react";
import { Button } from "@/components/button";
import { FindField } from "@/components/find-field";
import { Notice } from "@/components/notice";
import { addGroupMember } from "../actions";

const words = {
  person: { label: "Person", hint: "Their userName or email.", button: "Add the person" },
  group: { label: "Group", hint: "The name of a group, whose members count here too.", button: "Add the group" },
} as const;

/** Adds a person or a group to the group. */
export function AddMember({ groupId, kind }: { groupId: string; kind: "person" | "group" }) {
  // The field is named apart from the other form's: both are on one page.
  const [state, add, isPending] = useActionState<Awaited<ReturnType<typeof addGroupMember>>, FormData>(
    async (previous, form) => {
      form.set("member", String(form.get(kind) ?? ""));
      return await addGroupMember(previous, form);
    },
    null,
  );
  const { label, hint, button } = words[kind];
  const error = state?.ok === false ? state.message : undefined;
  return (
    <form action={add} noValidate className="space-y-2">
      <input type="hidden" name="id" value={groupId} />
      <input type="hidden" name="kind" value={kind} />
      <FindField name={kind} label={label} kind={kind} hint={hint} error={error} />
      {state?.ok ? (
        <Notice tone="success" isAlert>
          {state.value} is in the group.
        </Notice>
      ) : null}
      <Button type="submit" size="small" disabled={isPending}>
        {button}
      </Button>
    </form>
  );
}
