"use client";

import { useState } from "react";
import { describeButton } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { NameForm } from "@/components/name-form";
import { addNewStream } from "./actions";

/** Makes a stream. `people`: how many are here now, whom a default stream does not reach. */
export function NewStream({ people }: { people: number }) {
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <>
      <button type="button" onClick={() => setOpen(true)} className={describeButton("primary")}>
        Make a stream
      </button>
      <Dialog title="Make a stream" isOpen={isOpen} onClose={close}>
        <NameForm action={addNewStream} label="Name" submit="Make the stream" cancel="Cancel" onDone={close}>
          <label className="flex items-start gap-2.5">
            <input type="checkbox" name="isDefault" value="true" className="mt-0.5 size-4 accent-accent" />
            <span>
              A default stream
              <span className="block text-[0.8125rem] text-pretty text-muted">
                New people are subscribed from now on.{" "}
                {people === 1 ? "The 1 person here now is" : `The ${people.toLocaleString("en")} people here now are`}{" "}
                not changed.
              </span>
            </span>
          </label>
        </NameForm>
      </Dialog>
    </>
  );
}
