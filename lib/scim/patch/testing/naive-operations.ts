import fc from "fast-check";
import type { JsonObject, JsonValue } from "../../json";
import type { NaiveEmail, NaiveOperation, NaiveUser } from "./naive-user";

/** One meaning and one of the ways in which clients put it on the wire. */
export type WrittenOperation = { readonly meaning: NaiveOperation; readonly wire: JsonObject };

const text = fc.constantFrom("a", "b", "É", " ");
const type = fc.constantFrom("work", "home", "other");
const email = fc.record<NaiveEmail>({ type, value: fc.constantFrom("a", "A", "b", "c") });
const emails = fc.array(email, { maxLength: 3 });
const addOrReplace = fc.constantFrom("add", "Replace");
const paths = { title: "title", givenName: "name.givenName", familyName: "NAME.familyname" } as const;

const setText = fc
  .record({
    op: addOrReplace,
    field: fc.constantFrom("title", "givenName", "familyName"),
    value: text,
    pathless: fc.boolean(),
  })
  .map<WrittenOperation>(({ op, field, value, pathless }) => ({
    meaning: { kind: "set", field, value },
    wire: pathless ? { op, value: { [paths[field]]: value } } : { op, path: paths[field], value },
  }));

const setName = fc
  .record({ op: addOrReplace, field: fc.constantFrom("givenName", "familyName"), value: fc.option(text) })
  .map<WrittenOperation>(({ op, field, value }) => ({
    meaning: { kind: "set", field, value: value ?? undefined },
    wire: { op, path: "name", value: { [field]: value } },
  }));

const unsetText = fc
  .record({ field: fc.constantFrom("title", "givenName", "familyName"), byNull: fc.boolean() })
  .map<WrittenOperation>(({ field, byNull }) => ({
    meaning: { kind: "set", field, value: undefined },
    wire: byNull ? { op: "replace", path: paths[field], value: null } : { op: "Remove", path: paths[field] },
  }));

const setActive = fc.option(fc.boolean(), { nil: undefined }).map<WrittenOperation>((value) => ({
  meaning: { kind: "setActive", value },
  wire: value === undefined ? { op: "remove", path: "active" } : { op: "replace", value: { active: value } },
}));

const removeName = fc.constant<WrittenOperation>({
  meaning: { kind: "removeName" },
  wire: { op: "remove", path: "name" },
});

const listEmails = fc
  .record({ kind: fc.constantFrom("addEmails", "replaceEmails", "removeEmails"), emails })
  .map<WrittenOperation>((meaning) => ({
    meaning,
    wire: { op: meaning.kind.replace("Emails", ""), path: "emails", value: meaning.emails },
  }));

const setEmailOfType = fc
  .record({ op: addOrReplace, type, value: fc.constantFrom("a", "B", "d") })
  .map<WrittenOperation>(({ op, ...email }) => ({
    meaning: { kind: "setEmailOfType", ...email },
    wire: { op, path: `emails[type eq "${email.type}"].value`, value: email.value },
  }));

const removeEmailsOfType = fc.record({ type, whole: fc.boolean() }).map<WrittenOperation>(({ type, whole }) => ({
  meaning: { kind: "removeEmailsOfType", type },
  wire: { op: "remove", path: `emails[type eq "${type}"]${whole ? "" : ".value"}` },
}));

const removeEmailsOfValue = fc.constantFrom("a", "B", "c").map<WrittenOperation>((value) => ({
  meaning: { kind: "removeEmailsOfValue", value },
  wire: { op: "remove", path: `emails[value eq "${value}"]` },
}));

const removeAllEmails = fc.constantFrom<JsonObject>(
  { op: "remove", path: "emails" },
  { op: "replace", path: "emails", value: [] },
  { op: "replace", value: { emails: null } },
);

/** Operations that set what they name to what they say. */
export const arbitraryReplacement: fc.Arbitrary<WrittenOperation> = fc
  .oneof(
    setText,
    setName,
    setActive,
    listEmails.filter(({ meaning }) => meaning.kind === "replaceEmails"),
    setEmailOfType,
  )
  .map(({ meaning, wire }) => ({ meaning, wire: wire.op === "remove" ? wire : { ...wire, op: "replace" } }));

export const arbitraryOperation: fc.Arbitrary<WrittenOperation> = fc.oneof(
  setText,
  setName,
  unsetText,
  setActive,
  removeName,
  { weight: 3, arbitrary: listEmails },
  { weight: 2, arbitrary: setEmailOfType },
  removeEmailsOfType,
  removeEmailsOfValue,
  removeAllEmails.map((wire) => ({ meaning: { kind: "removeAllEmails" as const }, wire })),
);

export const arbitraryNaiveUser: fc.Arbitrary<NaiveUser> = fc.record({
  title: fc.option(text, { nil: undefined }),
  active: fc.option(fc.boolean(), { nil: undefined }),
  givenName: fc.option(text, { nil: undefined }),
  familyName: fc.option(text, { nil: undefined }),
  emails: fc.array(email, { maxLength: 4 }),
});

/** The SCIM resource of a naive person. */
export function toResource(user: NaiveUser): JsonObject {
  const name = withoutUndefined({ givenName: user.givenName, familyName: user.familyName });
  return withoutUndefined({
    userName: "ada",
    title: user.title,
    active: user.active,
    name: Object.keys(name).length === 0 ? undefined : name,
    emails: user.emails.length === 0 ? undefined : user.emails,
  });
}

function withoutUndefined(object: Record<string, JsonValue | undefined>): JsonObject {
  return JSON.parse(JSON.stringify(object));
}
