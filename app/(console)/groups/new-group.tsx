"use client";

import { useState } from "react";
import { describeButton } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { NameForm } from "@/components/name-form";
import { addGroup } from "./actions";

/** Makes a group by hand. */
export function NewGroup() {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)} className={describeButton("primary")}>
        Make a group
      </button>
      <Dialog title="Make a group" isOpen={isOpen} onClose={close}>
        <NameForm action={addGroup} label="Name" submit="Make the group" cancel="Cancel" onDone={close}>
          <p className="text-muted">Every SCIM client sees it. People and groups are added on its page.</p>
        </NameForm>
      </Dialog>
    </>
  );
}
