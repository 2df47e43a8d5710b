/** The fields of the set-up form by their names in the form. */
export const setupFields = ["organizationName", "subdomain", "ownerName", "email", "password"] as const;

export type SetupField = (typeof setupFields)[number];

/** What was typed, to be shown again. A password is never sent back. */
export type TypedValues = Readonly<Record<Exclude<SetupField, "password">, string>>;

/** Where the set-up stands after the form was sent. */
export type SetupState =
  | { kind: "asking"; values: TypedValues; errors: Readonly<Partial<Record<SetupField, string>>> }
  /** The link was used, or a newer one was made, between the page and the answer. */
  | { kind: "linkEnded" }
  | {
      kind: "done";
      organization: { name: string; subdomain: string };
      owner: { name: string; email: string };
      scimBaseUrl: string;
    };

export const initialSetupState: SetupState = {
  kind: "asking",
  values: { organizationName: "", subdomain: "", ownerName: "", email: "" },
  errors: {},
};
