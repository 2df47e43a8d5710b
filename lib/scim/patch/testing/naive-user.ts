/**
 * A person as simple as can be, and what a PATCH operation means for one, written without looking at the real thing:
 * the property test holds the two equal.
 */
export type NaiveUser = {
  title: string | undefined;
  active: boolean | undefined;
  givenName: string | undefined;
  familyName: string | undefined;
  emails: { type: string; value: string }[];
};

export type NaiveEmail = NaiveUser["emails"][number];

export type NaiveOperation =
  | { kind: "set"; field: "title" | "givenName" | "familyName"; value: string | undefined }
  | { kind: "setActive"; value: boolean | undefined }
  | { kind: "removeName" }
  | { kind: "addEmails" | "replaceEmails" | "removeEmails"; emails: NaiveEmail[] }
  | { kind: "setEmailOfType"; type: string; value: string }
  | { kind: "removeEmailsOfType"; type: string }
  | { kind: "removeEmailsOfValue"; value: string }
  | { kind: "removeAllEmails" };

export function applyNaively(user: NaiveUser, operation: NaiveOperation): void {
  switch (operation.kind) {
    case "set":
      user[operation.field] = operation.value;
      return;
    case "setActive":
      user.active = operation.value;
      return;
    case "removeName":
      user.givenName = undefined;
      user.familyName = undefined;
      return;
    case "replaceEmails":
      user.emails = operation.emails.map((email) => ({ ...email }));
      return;
    case "addEmails":
      for (const email of operation.emails) {
        const known = user.emails.find((other) => isSame(other, email));
        if (known === undefined) {
          user.emails.push({ ...email });
        } else {
          known.value = email.value;
        }
      }
      return;
    case "removeEmails":
      user.emails = user.emails.filter((email) => !operation.emails.some((removed) => isSame(removed, email)));
      return;
    case "setEmailOfType":
      for (const email of user.emails) {
        if (email.type === operation.type) email.value = operation.value;
      }
      if (!user.emails.some((email) => email.type === operation.type)) {
        user.emails.push({ type: operation.type, value: operation.value });
      }
      return;
    case "removeEmailsOfType":
      user.emails = user.emails.filter((email) => email.type !== operation.type);
      return;
    case "removeEmailsOfValue":
      user.emails = user.emails.filter((email) => email.value.toLowerCase() !== operation.value.toLowerCase());
      return;
    case "removeAllEmails":
      user.emails = [];
      return;
  }
}

function isSame(left: NaiveEmail, right: NaiveEmail): boolean {
  return left.type === right.type && left.value.toLowerCase() === right.value.toLowerCase();
}
