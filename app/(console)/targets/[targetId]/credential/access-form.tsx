"use client";

import { useState } from "react";
import { Notice } from "@/components/notice";
import { PrimaryButton } from "@/components/primary-button";
import { TextAreaField } from "@/components/text-area-field";
import { TextField } from "@/components/text-field";
import { ProblemNotice } from "../../../scim-clients/problem-notice";
import { useAct } from "../../../scim-clients/use-act";
import { count } from "../../count";
import { CredentialInputs, type CredentialKind, isCredentialEmpty, readCredential } from "../../credential-inputs";
import { type AccessChange, saveAccess } from "./actions";

type AccessFormProps = {
  id: string;
  name: string;
  url: string;
  kind: CredentialKind;
  /** When the credential was set: a later one empties the fields, and no secret stays in the page. */
  setAt: string;
  hasCertificate: boolean;
  /** People who are linked there. */
  linked: number;
};

/** Where the target is and by what it knows Roster. The secret that it has is never shown: a new one takes its place. */
export function AccessForm({ id, name, url, kind, setAt, hasCertificate, linked }: AccessFormProps) {
  const { act, problem, isPending } = useAct();
  const [done, setDone] = useState<AccessChange>();
  const [typedUrl, setTypedUrl] = useState(url);
  const [removesCertificate, setRemovesCertificate] = useState(false);
  const errors = problem?.fieldErrors ?? {};

  function save(form: FormData) {
    const credential = readCredential(form);
    const pem = String(form.get("caCertificate") ?? "").trim();
    const isSameKind = credential.kind === kind;
    setDone(undefined);
    act(
      () =>
        saveAccess({
          id,
          url: typedUrl,
          ...(isSameKind && isCredentialEmpty(credential) ? {} : { credential }),
          ...(removesCertificate ? { caCertificate: "" } : pem === "" ? {} : { caCertificate: pem }),
        }),
      (value) => {
        setDone(value);
        setTypedUrl(value.url);
        setRemovesCertificate(false);
      },
    );
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save(new FormData(event.currentTarget));
      }}
      className="space-y-6"
    >
      <TextField
        name="url"
        label="Base URL"
        type="url"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        value={typedUrl}
        onChange={({ target }) => setTypedUrl(target.value)}
        error={errors.url}
      />
      {typedUrl.trim() === url ? null : (
        <Notice tone="warning">
          {linked === 0
            ? `At another address Roster asks ${name} anew what it can do.`
            : `${count(linked, "person is", "people are")} linked by their ids at the old address. If it is another system, connect it as a target of its own instead: ids of the old one mean nothing there.`}
        </Notice>
      )}
      <div>
        <CredentialInputs key={setAt} initial={kind} errors={errors} />
        <p className="mt-2 text-[0.8125rem] text-muted">Leave it empty to keep the one it has.</p>
      </div>
      <details open={errors.caCertificate !== undefined} className="rounded-md border border-line px-4 py-3">
        <summary className="cursor-pointer font-medium">A certificate authority of your own</summary>
        <div className="mt-3 space-y-3">
          <TextAreaField
            name="caCertificate"
            label="CA certificate"
            placeholder="-----BEGIN CERTIFICATE-----"
            disabled={removesCertificate}
            error={errors.caCertificate}
            hint="In PEM. It takes the place of the one it has; empty to leave that as it is."
          />
          {hasCertificate ? (
            <label className="flex items-center gap-2">
              <input
                type="checkbox"
                checked={removesCertificate}
                onChange={({ target }) => setRemovesCertificate(target.checked)}
                className="size-4 shrink-0 accent-accent"
              />
              Trust public authorities only
            </label>
          ) : null}
        </div>
      </details>
      <ProblemNotice problem={problem} />
      {done === undefined ? null : (
        <Notice tone={done.isTaken ? "success" : "danger"} isAlert>
          {done.isTaken
            ? "Saved. The target was reached, and took the credential."
            : "Saved, but the target was not content with it."}
          {done.sentences.map((sentence) => (
            <span key={sentence} className="mt-1 block text-pretty [overflow-wrap:anywhere]">
              {sentence}
            </span>
          ))}
        </Notice>
      )}
      <PrimaryButton type="submit" disabled={isPending}>
        {isPending ? "Asking the target …" : "Save and check"}
      </PrimaryButton>
    </form>
  );
}
