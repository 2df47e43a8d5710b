"use client";

import { useState } from "react";
import { SelectField } from "@/components/select-field";
import { defaultExpiry, expiryChoices } from "./token-expiry";

/** When a new token ends by itself. */
export function TokenExpiryField({ label, isNeverOffered = true }: { label: string; isNeverOffered?: boolean }) {
  const [expiry, setExpiry] = useState<string>(defaultExpiry);
  return (
    <SelectField
      name="tokenExpiry"
      label={label}
      options={expiryChoices.filter(({ value }) => isNeverOffered || value !== "never")}
      value={expiry}
      onChange={(event) => setExpiry(event.target.value)}
      hint={
        expiry === "never"
          ? "Whoever finds it years later can still use it. Nothing reminds you of it."
          : "You are reminded here 30, 14, 7, 3 and 1 days before; requests with it fail afterwards."
      }
    />
  );
}
