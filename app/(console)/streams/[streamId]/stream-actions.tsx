"use client";

import { Pencil, Star, StarOff, Trash2 } from "lucide-react";
import { useState, useTransition } from "react";
import { Button } from "@/components/button";
import { Dialog } from "@/components/dialog";
import { NameForm } from "@/components/name-form";
import { Notice } from "@/components/notice";
import type { StreamView } from "@/lib/console/directory/streams";
import { deleteStream, giveStreamName, setDefaultStream } from "../actions";

/** What may be done with a stream. `people`: how many are here now. */
export function StreamActions({ stream, people }: { stream: StreamView; people: number }) {
  const [opened, setOpened] = useState<"" | "name" | "default" | "delete">("");
  const close = () => setOpened("");
  const { id, name, isDefault } = stream;
  const subscribers = stream.live + stream.sleeping;
  const StarIcon = isDefault ? StarOff : Star;
  return (
    <div className="mt-4 flex flex-wrap gap-2">
      <Button onClick={() => setOpened("name")}>
        <Pencil aria-hidden size={14} />
        Rename
      </Button>
      <Button onClick={() => setOpened("default")}>
        <StarIcon aria-hidden size={14} />
        {isDefault ? "No longer default" : "Make default"}
      </Button>
      <Button kind="danger" onClick={() => setOpened("delete")}>
        <Trash2 aria-hidden size={14} />
        Delete
      </Button>
      <Dialog title={`Rename ${name}`} isOpen={opened === "name"} onClose={close}>
        <NameForm
          action={giveStreamName}
          id={id}
          label="Name"
          name={name}
          submit="Save"
          cancel="Leave it"
          onDone={close}
        />
      </Dialog>
      <Dialog
        title={isDefault ? `No longer a default stream?` : `Make ${name} a default stream?`}
        isOpen={opened === "default"}
        onClose={close}
      >
        <ChangeDefault stream={stream} people={people} onDone={close} />
      </Dialog>
      <Dialog title={`Delete ${name}?`} isOpen={opened === "delete"} onClose={close}>
        <NameForm
          action={deleteStream}
          id={id}
          label={`Type ${name} to delete`}
          submit="Delete for good"
          kind="danger"
          cancel="Keep the stream"
          onDone={close}
        >
          <p className="text-pretty">
            {subscribers === 1 ? "1 subscription ends" : `${subscribers.toLocaleString("en")} subscriptions end`} with
            it: {stream.live.toLocaleString("en")} live, {stream.sleeping.toLocaleString("en")} sleeping. It cannot be
            undone.
          </p>
        </NameForm>
      </Dialog>
    </div>
  );
}

function ChangeDefault({ stream, people, onDone }: { stream: StreamView; people: number; onDone: () => void }) {
  const [problem, setProblem] = useState("");
  const [isPending, startTransition] = useTransition();
  const { id, isDefault, live, sleeping } = stream;
  const number = isDefault ? live + sleeping : people;
  const here = number === 1 ? "The 1 person" : `The ${number.toLocaleString("en")} people`;
  const stay = number === 1 ? "is not changed" : "are not changed";

  function change() {
    startTransition(async () => {
      const result = await setDefaultStream({ id, isDefault: !isDefault });
      if (result.ok) onDone();
      else setProblem(result.message);
    });
  }

  return (
    <div className="space-y-3">
      <p className="text-pretty">
        {isDefault
          ? `New people are not subscribed any more from now on. ${here} subscribed now ${stay}.`
          : `New people are subscribed from now on. ${here} here now ${stay}.`}
      </p>
      {problem === "" ? null : (
        <Notice tone="danger" isAlert>
          {problem}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button onClick={change} disabled={isPending}>
          {isDefault ? "Not by default any more" : "Subscribe new people"}
        </Button>
        <Button onClick={onDone}>Leave it as it is</Button>
      </div>
    </div>
  );
}
