"use client";

import { CircleAlert, CircleCheck, CircleDashed } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import type { ShownTrust } from "@/lib/console/credentials-page";
import type { AssertionCheck, AssertionVerdict } from "@/lib/http/judge-assertion";
import { ProblemNotice } from "../../problem-notice";
import { useAct } from "../../use-act";
import type { ClientReference } from "./client-reference";
import { testAssertion } from "./oauth-actions";

const marks = {
  pass: { Icon: CircleCheck, look: "text-success", word: "right" },
  fail: { Icon: CircleAlert, look: "text-danger", word: "wrong" },
  skip: { Icon: CircleDashed, look: "text-muted", word: "not checked" },
} as const;

/** Tries a signed statement on every trust, check by check. It gives no token. */
export function AssertionTest({ client, trusts }: { client: ClientReference; trusts: readonly ShownTrust[] }) {
  const [assertion, setAssertion] = useState("");
  const [verdict, setVerdict] = useState<AssertionVerdict>();
  const { act, problem, isPending } = useAct();

  function test() {
    setVerdict(undefined);
    act(() => testAssertion({ id: client.id, assertion }), setVerdict);
  }

  return (
    <details className="rounded-md border border-line px-4 py-3">
      <summary className="cursor-pointer font-medium">Test an assertion</summary>
      <div className="mt-3 space-y-3">
        <label htmlFor="assertion" className="block">
          A signed statement (JSON Web Token), as the identity provider sends it as <code>client_assertion</code>. It is
          checked and forgotten; no token is given.
        </label>
        <textarea
          id="assertion"
          rows={4}
          value={assertion}
          onChange={(event) => setAssertion(event.target.value)}
          spellCheck={false}
          autoComplete="off"
          className="w-full rounded-md border border-line-strong bg-ground px-3 py-2 font-mono text-base sm:text-[0.8125rem]"
        />
        <Button disabled={isPending || assertion.trim() === ""} onClick={test}>
          {isPending ? "Checking …" : "Check it"}
        </Button>
        <div aria-live="polite" className="space-y-3">
          <ProblemNotice problem={problem} />
          {verdict?.kind === "unreadable" ? <Notice tone="danger">{verdict.reason}</Notice> : null}
          {verdict?.kind === "judged"
            ? verdict.trusts.map(({ trustId, isAccepted, checks }) => (
                <Notice key={trustId} tone={isAccepted ? "success" : "warning"}>
                  <p className="font-medium break-all">
                    {isAccepted ? "Would be taken by" : "Would not be taken by"} the trust in{" "}
                    {trusts.find(({ id }) => id === trustId)?.issuer ?? "an issuer that was removed meanwhile"}
                  </p>
                  <ul className="mt-2 space-y-1">
                    {checks.map((check) => (
                      <Check key={check.name} {...check} />
                    ))}
                  </ul>
                </Notice>
              ))
            : null}
        </div>
      </div>
    </details>
  );
}

function Check({ name, outcome, detail }: AssertionCheck) {
  const { Icon, look, word } = marks[outcome];
  return (
    <li className="flex items-start gap-2">
      <Icon aria-hidden size={14} className={`mt-0.5 shrink-0 ${look}`} />
      <span className="min-w-0 break-words">
        {name}: {word}. <span className="text-muted">{detail}</span>
      </span>
    </li>
  );
}
