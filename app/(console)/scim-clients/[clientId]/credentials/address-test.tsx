"use client";

import { useState } from "react";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import type { AddressVerdict } from "@/lib/console/test-address";
import { ProblemNotice } from "../../problem-notice";
import { useAct } from "../../use-act";
import { tryAddress } from "./access-actions";
import type { ClientReference } from "./client-reference";

type AddressTestProps = { client: ClientReference; allowedAddresses: string; suggestion: string | undefined };

/** Says whether an address would pass, by the list as it is typed. */
export function AddressTest({ client, allowedAddresses, suggestion = "" }: AddressTestProps) {
  const [address, setAddress] = useState(suggestion);
  const [verdict, setVerdict] = useState<AddressVerdict>();
  const { act, problem, isPending } = useAct();

  function test() {
    setVerdict(undefined);
    act(() => tryAddress({ id: client.id, address, allowedAddresses }), setVerdict);
  }

  return (
    <div className="space-y-2">
      <label htmlFor="testedAddress" className="block font-medium">
        Would this address pass?
      </label>
      <div className="flex gap-2">
        <input
          id="testedAddress"
          value={address}
          onChange={(event) => setAddress(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            test();
          }}
          placeholder="20.1.2.3"
          spellCheck={false}
          className="h-10 min-w-0 grow rounded-md border border-line-strong bg-ground px-3 font-mono text-base sm:text-[0.8125rem]"
        />
        <Button disabled={isPending || address.trim() === ""} onClick={test}>
          Test
        </Button>
      </div>
      <div aria-live="polite">
        {verdict === undefined ? null : (
          <Notice tone={verdict.isAllowed ? "success" : "warning"}>{verdict.reason}</Notice>
        )}
        <ProblemNotice problem={problem} />
      </div>
    </div>
  );
}
