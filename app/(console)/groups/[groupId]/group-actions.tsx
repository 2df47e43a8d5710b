"use client";

import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { ManagedNotice } from "@/components/managed-notice";
import { NameForm } from "@/components/name-form";
import type { GroupView } from "@/lib/console/directory/groups";
import { deleteGroup, giveGroupName } from "../actions";

/** Renames and deletes a group by hand. */
export function GroupActions({ group }: { group: GroupView }) {
  const [opened, setOpened] = useState<"" | "name" | "delete">("");
  const close = () => setOpened("");
  const { id, name, people, nested, nestedIn, managers } = group;
  const providers = managers.map(({ provider }) => provider);
  return (
    <div className="mt-4 flex flex-wrap gap-2">
      <Button onClick={() => setOpened("name")}>
        <Pencil aria-hidden size={14} />
        Rename
      </Button>
      <Button kind="danger" onClick={() => setOpened("delete")}>
        <Trash2 aria-hidden size={14} />
        Delete
      </Button>
      <Dialog title={`Rename ${name}`} isOpen={opened === "name"} onClose={close}>
        <NameForm
          action={giveGroupName}
          id={id}
          label="Name"
          name={name}
          submit="Save"
          cancel="Leave it"
          onDone={close}
        >
          <ManagedNotice name={name} providers={providers} />
        </NameForm>
      </Dialog>
      <Dialog title={`Delete ${name}?`} isOpen={opened === "delete"} onClose={close}>
        <NameForm
          action={deleteGroup}
          id={id}
          label={`Type ${name} to delete`}
          submit="Delete for good"
          kind="danger"
          cancel="Keep the group"
          onDone={close}
        >
          <p className="text-pretty">
            {people === 1 ? "1 person loses" : `${people.toLocaleString("en")} people lose`} this group
            {nested.length === 0 ? "" : `, and so do the members of ${nested.length} groups in it`}
            {nestedIn.length === 0
              ? ""
              : `; ${nestedIn.length === 1 ? "1 group loses" : `${nestedIn.length} groups lose`} it as a member`}
            . The people stay in the organization. It cannot be undone.
          </p>
          <ManagedNotice name={name} providers={providers} />
        </NameForm>
      </Dialog>
    </div>
  );
}
