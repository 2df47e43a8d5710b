"use client";

import { useState } from "react";
import { ChoiceField } from "@/components/choice-field";
import { TextField } from "@/components/text-field";

export type CredentialKind = "bearer" | "basic" | "oauth";

const kinds = [
  { value: "bearer", name: "Token", consequence: "One that the target issued: it is sent as a bearer token." },
  { value: "basic", name: "User name and password", consequence: "Sent with every request as HTTP Basic." },
  {
    value: "oauth",
    name: "OAuth 2.0 client",
    consequence: "Roster fetches access tokens by client id and secret, and renews them by itself.",
  },
];

type CredentialInputsProps = { initial?: CredentialKind; errors: Readonly<Record<string, string>> };

/** By what Roster shows a target who it is. */
export function CredentialInputs({ initial = "bearer", errors }: CredentialInputsProps) {
  const [kind, setKind] = useState<string>(initial);
  const secret = { type: "password", autoComplete: "off", spellCheck: false } as const;
  const plain = { autoComplete: "off", spellCheck: false, autoCapitalize: "none" } as const;
  return (
    <div className="space-y-4">
      <ChoiceField name="credentialKind" label="Credential" choices={kinds} chosen={kind} onChoose={setKind} />
      {kind === "bearer" ? (
        <TextField
          {...secret}
          name="token"
          label="Token"
          error={errors.token}
          hint="Kept sealed, and never shown again."
        />
      ) : null}
      {kind === "basic" ? (
        <>
          <TextField {...plain} name="userName" label="User name" error={errors.userName} />
          <TextField
            {...secret}
            name="password"
            label="Password"
            error={errors.password}
            hint="Kept sealed, and never shown again."
          />
        </>
      ) : null}
      {kind === "oauth" ? (
        <>
          <TextField
            {...plain}
            name="tokenUrl"
            label="Token endpoint"
            type="url"
            inputMode="url"
            error={errors.tokenUrl}
            hint="Such as https://login.example.com/oauth/token."
          />
          <TextField {...plain} name="clientId" label="Client id" error={errors.clientId} />
          <TextField
            {...secret}
            name="clientSecret"
            label="Client secret"
            error={errors.clientSecret}
            hint="Kept sealed, and never shown again."
          />
          <TextField
            {...plain}
            name="oauthScope"
            label="OAuth scope"
            hint="What is asked for at the token endpoint; empty where the target's manual names none."
          />
        </>
      ) : null}
    </div>
  );
}

/** What was typed into CredentialInputs. */
export function readCredential(form: FormData): Readonly<Record<string, string>> {
  const read = (name: string) => String(form.get(name) ?? "");
  switch (read("credentialKind")) {
    case "basic":
      return { kind: "basic", userName: read("userName"), password: read("password") };
    case "oauth":
      return {
        kind: "oauth",
        tokenUrl: read("tokenUrl"),
        clientId: read("clientId"),
        clientSecret: read("clientSecret"),
        scope: read("oauthScope"),
      };
    default:
      return { kind: "bearer", token: read("token") };
  }
}

/** Whether nothing was typed into CredentialInputs. */
export function isCredentialEmpty(credential: Readonly<Record<string, string>>): boolean {
  return Object.entries(credential).every(([name, value]) => name === "kind" || value.trim() === "");
}
