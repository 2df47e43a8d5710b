"use client";

import { Mail, Pencil, Trash2, UserCheck, UserX } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import type { Confirmation } from "@/lib/console/confirm-password";
import type { PersonView } from "@/lib/console/directory/person";
import { DeletePerson } from "./delete-person";
import { EditPerson } from "./edit-person";
import { InvitePerson } from "./invite-person";
import { StatePerson } from "./state-person";

type Props = { person: PersonView; roles: readonly string[]; mayDelete: boolean; confirmation: Confirmation };

/** What may be done with a person by hand. */
export function PersonActions({ person, roles, mayDelete, confirmation }: Props) {
  const [opened, setOpened] = useState<"" | "edit" | "invite" | "state" | "delete">("");
  const close = () => setOpened("");
  const { name, isActive, isSelf, mayEdit, account, role } = person;
  const mayBeInvited = isActive && account === undefined && (role === "owner" || role === "administrator");
  if (!mayEdit) return <p className="mt-4 text-muted">{name} is an owner, whom only owners change.</p>;
  const StateIcon = isActive ? UserX : UserCheck;
  return (
    <div className="mt-4 flex flex-wrap gap-2">
      <Button onClick={() => setOpened("edit")}>
        <Pencil aria-hidden size={14} />
        Edit
      </Button>
      {mayBeInvited ? (
        <Button onClick={() => setOpened("invite")}>
          <Mail aria-hidden size={14} />
          Invite to the console
        </Button>
      ) : null}
      {isSelf ? null : (
        <Button onClick={() => setOpened("state")}>
          <StateIcon aria-hidden size={14} />
          {isActive ? "Deactivate" : "Reactivate"}
        </Button>
      )}
      {isSelf || !mayDelete ? null : (
        <Button kind="danger" onClick={() => setOpened("delete")}>
          <Trash2 aria-hidden size={14} />
          Delete
        </Button>
      )}
      <Dialog title={`Edit ${name}`} isOpen={opened === "edit"} onClose={close}>
        <EditPerson person={person} roles={roles} confirmation={confirmation} onDone={close} />
      </Dialog>
      <Dialog title={`Invite ${name} to the console`} isOpen={opened === "invite"} onClose={close}>
        <InvitePerson person={person} onDone={close} />
      </Dialog>
      <Dialog
        title={isActive ? `Deactivate ${name}?` : `Reactivate ${name}?`}
        isOpen={opened === "state"}
        onClose={close}
      >
        <StatePerson person={person} onDone={close} />
      </Dialog>
      <Dialog title={`Delete ${name}?`} isOpen={opened === "delete"} onClose={close}>
        <DeletePerson person={person} confirmation={confirmation} onDone={close} />
      </Dialog>
    </div>
  );
}
