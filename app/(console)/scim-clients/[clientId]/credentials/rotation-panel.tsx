"use client";

import { CircleCheck, CircleDashed, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { Time } from "@/components/time";
import type { ShownToken } from "@/lib/console/credentials-page";
import type { ClientReference } from "./client-reference";
import { RotationEnd } from "./rotation-end";
import { useTokenWatch } from "./use-token-watch";

type RotationPanelProps = {
  client: ClientReference;
  newer: ShownToken;
  older: ShownToken;
  tokenField: string;
  testAdvice: string;
  now: string;
  /** Tells in a sentence how it ended. */
  onDone: (sentence: string) => void;
};

/** Two tokens are valid: from the one to the other in steps, each ticked by what the identity provider really does. */
export function RotationPanel({ client, newer, older, tokenField, testAdvice, now, onDone }: RotationPanelProps) {
  const watch = useTokenWatch(client.id);
  const current = watch?.now ?? now;
  const read = (token: ShownToken) => watch?.tokens.find(({ id }) => id === token.id)?.lastUse ?? token.lastUse;
  const newUse = read(newer);
  const oldUse = read(older);
  const isSwitched = newUse !== undefined && (oldUse === undefined || oldUse.at <= newUse.at);

  return (
    <section aria-labelledby="rotation" className="rounded-md border border-line-strong px-4 py-3">
      <h3 id="rotation" className="font-semibold">
        From <code className="font-mono font-normal">{older.label}</code> to{" "}
        <code className="font-mono font-normal">{newer.label}</code>
      </h3>
      <ol className="mt-3 space-y-3" aria-live="polite">
        <Step state="done">
          The new token was issued <Time value={newer.created} now={current} />.
        </Step>
        <Step state={newUse === undefined ? "now" : "done"}>
          Put it into {client.providerName}: {tokenField}. {testAdvice}
        </Step>
        <Step state={newUse === undefined ? "waiting" : "done"}>
          {newUse === undefined ? (
            `Waiting to see the new token. This page looks every two seconds.`
          ) : (
            <>
              {client.providerName} used the new token <Time value={newUse.at} now={current} />
              {newUse.address === null ? "" : ` from ${newUse.address}`}.
            </>
          )}
        </Step>
        <Step state={isSwitched ? "now" : "later"}>
          The old token{" "}
          {oldUse === undefined ? (
            "was never used."
          ) : (
            <>
              was last used <Time value={oldUse.at} now={current} />.
            </>
          )}{" "}
          {older.expiresAt === null ? (
            ""
          ) : (
            <>
              It ends by itself <Time value={older.expiresAt} now={current} />.
            </>
          )}
          {newUse !== undefined && !isSwitched ? " It is still in use: something has not switched yet." : ""}
        </Step>
      </ol>
      <RotationEnd client={client} newer={newer} older={older} isSwitched={isSwitched} onDone={onDone} />
    </section>
  );
}

const marks = {
  done: { Icon: CircleCheck, look: "text-success", word: "Done:" },
  now: { Icon: CircleDashed, look: "text-accent", word: "Now:" },
  waiting: { Icon: LoaderCircle, look: "text-accent motion-safe:animate-spin", word: "Waiting:" },
  later: { Icon: CircleDashed, look: "text-muted", word: "Later:" },
} as const;

function Step({ state, children }: { state: keyof typeof marks; children: ReactNode }) {
  const { Icon, look, word } = marks[state];
  return (
    <li className="flex items-start gap-2.5">
      <Icon aria-hidden size={16} className={`mt-0.5 shrink-0 ${look}`} />
      <span className="min-w-0 text-pretty">
        <span className="sr-only">{word} </span>
        {children}
      </span>
    </li>
  );
}
