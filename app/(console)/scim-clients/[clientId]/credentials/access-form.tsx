"use client";

import { useState } from "react";
import { Button } from "@/components/button";
import { Notice } from "@/components/notice";
import { TextField } from "@/components/text-field";
import type { ScopeChoice } from "@/lib/console/scopes-page";
import { ProblemNotice } from "../../problem-notice";
import { useAct } from "../../use-act";
import { saveAccess } from "./access-actions";
import { AddressTest } from "./address-test";
import type { ClientReference } from "./client-reference";

type AccessFormProps = {
  client: ClientReference;
  scopes: readonly ScopeChoice[];
  chosenScopes: readonly string[];
  allowedAddresses: readonly string[];
  tokenLifetimeMinutes: number;
  /** Where the client was last seen calling from. */
  lastAddress: string | undefined;
};

/** What the client's tokens may do at most, and from where it may be called. */
export function AccessForm(props: AccessFormProps) {
  const { client, scopes, chosenScopes, allowedAddresses, tokenLifetimeMinutes, lastAddress } = props;
  const [addresses, setAddresses] = useState(allowedAddresses.join("\n"));
  const [isSaved, setSaved] = useState(false);
  const { act, problem, isPending } = useAct();
  const errors = problem?.fieldErrors ?? {};

  function save(form: FormData) {
    setSaved(false);
    act(
      () =>
        saveAccess({
          id: client.id,
          scopes: form.getAll("scope"),
          allowedAddresses: addresses,
          tokenLifetimeMinutes: form.get("tokenLifetime"),
        }),
      () => setSaved(true),
    );
  }

  return (
    <section aria-labelledby="access" className="max-w-2xl">
      <h2 id="access" className="text-base font-semibold">
        What it may do, and from where
      </h2>
      <p className="mt-1 mb-4 text-muted">Holds for all its tokens, also for those in use, from the next request on.</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save(new FormData(event.currentTarget));
        }}
        className="space-y-5"
      >
        <fieldset aria-describedby={errors.scopes === undefined ? undefined : "scopes-error"}>
          <legend className="font-medium">It may</legend>
          {errors.scopes === undefined ? null : (
            <p id="scopes-error" className="mt-1 text-danger">
              {errors.scopes}
            </p>
          )}
          <div className="mt-2 space-y-2">
            {scopes.map(({ scope, name }) => (
              <label key={scope} className="flex items-start gap-2.5">
                <input
                  type="checkbox"
                  name="scope"
                  value={scope}
                  defaultChecked={chosenScopes.includes(scope)}
                  className="mt-0.5 size-4 accent-accent"
                />
                <span>
                  {name} <code className="font-mono text-[0.8125rem] text-muted">{scope}</code>
                </span>
              </label>
            ))}
          </div>
          <p className="mt-2 text-[0.8125rem] text-muted">
            What it may not is answered with 403. Without “Delete people” it can still deactivate them, which is enough
            for those who leave.
          </p>
        </fieldset>
        <div>
          <label htmlFor="allowedAddresses" className="block font-medium">
            Only from these addresses
          </label>
          <textarea
            id="allowedAddresses"
            name="allowedAddresses"
            rows={4}
            value={addresses}
            onChange={(event) => setAddresses(event.target.value)}
            aria-invalid={errors.allowedAddresses === undefined ? undefined : true}
            aria-describedby="allowedAddresses-hint"
            spellCheck={false}
            className="mt-1 w-full rounded-md border border-line-strong bg-ground px-3 py-2 font-mono text-base sm:text-[0.8125rem]"
          />
          <p id="allowedAddresses-hint" className="mt-1 text-[0.8125rem] text-muted">
            {errors.allowedAddresses === undefined ? (
              ""
            ) : (
              <span className="block text-danger">{errors.allowedAddresses}</span>
            )}
            Addresses and networks, one a line, such as 203.0.113.7 or 203.0.113.0/24. Empty: from everywhere.
            {lastAddress === undefined ? "" : ` ${client.providerName} last called from ${lastAddress}.`}
          </p>
        </div>
        <AddressTest client={client} allowedAddresses={addresses} suggestion={lastAddress} />
        <TextField
          name="tokenLifetime"
          label="Tokens from the token URL live for, in minutes"
          type="number"
          min={60}
          max={360}
          defaultValue={tokenLifetimeMinutes}
          error={errors.tokenLifetime}
          hint="60 to 360. Only for identity providers that get their tokens by OAuth, below."
        />
        {problem !== undefined && Object.keys(errors).length === 0 ? <ProblemNotice problem={problem} /> : null}
        {isSaved ? <Notice tone="success">Saved. The next request follows it.</Notice> : null}
        <Button type="submit" disabled={isPending}>
          Save what it may do
        </Button>
      </form>
    </section>
  );
}
