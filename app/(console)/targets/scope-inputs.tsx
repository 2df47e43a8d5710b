"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/button";
import { TextField } from "@/components/text-field";
import { countScope } from "./scope-actions";

/** Who is to belong to a target, as a form has it. */
export type ScopeChoice = {
  /** Id or name, and what it is called. */
  readonly groups: readonly { readonly id: string; readonly name: string }[];
  readonly roles: readonly string[];
  readonly filter: string;
};

const roles = ["owner", "administrator", "moderator", "member", "guest"];
const waitMs = 400;

type ScopeInputsProps = {
  scope: ScopeChoice;
  onChange: (scope: ScopeChoice) => void;
  includesGuests: boolean;
  errors: Readonly<Record<string, string>>;
};

/** Who belongs to a target, with how many they are while it is being chosen. */
export function ScopeInputs({ scope, onChange, includesGuests, errors }: ScopeInputsProps) {
  return (
    <fieldset className="space-y-4">
      <legend className="w-full border-b border-line pb-1 text-base font-semibold">Who belongs to it</legend>
      <p className="text-[0.8125rem] text-pretty text-muted">
        All that you choose must hold. Without a choice everybody belongs to it.
      </p>
      <GroupInputs groups={scope.groups} error={errors.groups} onChange={(groups) => onChange({ ...scope, groups })} />
      <RoleInputs roles={scope.roles} onChange={(chosen) => onChange({ ...scope, roles: chosen })} />
      <TextField
        name="filter"
        label="Filter"
        value={scope.filter}
        onChange={({ target }) => onChange({ ...scope, filter: target.value })}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        error={errors.filter}
        hint={
          <>
            A SCIM filter on people, such as <code className="font-mono">userType eq "Employee"</code>. Empty: no
            filter.
          </>
        }
      />
      <ScopeCount scope={scope} includesGuests={includesGuests} />
    </fieldset>
  );
}

type GroupInputsProps = {
  groups: ScopeChoice["groups"];
  onChange: (groups: ScopeChoice["groups"]) => void;
  error: string | undefined;
};

type Suggestion = { readonly value: string; readonly name: string; readonly href: string; readonly kind: string };

function GroupInputs({ groups, onChange, error }: GroupInputsProps) {
  const [text, setText] = useState("");
  const [suggestions, setSuggestions] = useState<readonly Suggestion[]>([]);

  useEffect(() => {
    if (text.trim() === "") return setSuggestions([]);
    const asking = new AbortController();
    const timer = setTimeout(async () => {
      const answer = await fetch(`/api/find?text=${encodeURIComponent(text)}`, { signal: asking.signal }).catch(
        () => undefined,
      );
      if (!answer?.ok) return;
      const found: readonly Suggestion[] = await answer.json();
      setSuggestions(found.filter(({ kind }) => kind === "group"));
    }, waitMs / 2);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [text]);

  function add() {
    const name = text.trim();
    if (name === "") return;
    const found = suggestions.find((one) => one.name.toLowerCase() === name.toLowerCase());
    const id = found?.href.split("/").at(-1) ?? name;
    if (!groups.some((group) => group.id === id)) onChange([...groups, { id, name: found?.name ?? name }]);
    setText("");
  }

  return (
    <div>
      {groups.length === 0 ? null : (
        <ul aria-label="Groups of the scope" className="mb-2 divide-y divide-line border-y border-line">
          {groups.map(({ id, name }) => (
            <li key={id} className="flex items-center gap-3 py-1.5">
              <span className="min-w-0 grow [overflow-wrap:anywhere]">{name}</span>
              <Button
                size="small"
                aria-label={`Take out ${name}`}
                onClick={() => onChange(groups.filter((group) => group.id !== id))}
              >
                Take out
              </Button>
            </li>
          ))}
        </ul>
      )}
      <TextField
        name="groups"
        label="Add a group"
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          // It adds the group, and does not send the form.
          event.preventDefault();
          add();
        }}
        // What was typed and not added would not limit anything, and everybody would be sent.
        onBlur={add}
        list="groups-suggestions"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        error={error}
        hint={
          groups.length === 0
            ? "Members of any of the groups, and of the groups within them. None: whoever is in no group too."
            : "Members of any of these groups, and of the groups within them."
        }
        suffix={
          <button
            type="button"
            onClick={add}
            className="shrink-0 rounded-r-md border-l border-line px-3 font-medium hover:bg-line"
          >
            Add
          </button>
        }
      />
      <datalist id="groups-suggestions">
        {suggestions.map(({ href, value }) => (
          <option key={href} value={value} />
        ))}
      </datalist>
    </div>
  );
}

function RoleInputs({ roles: chosen, onChange }: { roles: readonly string[]; onChange: (roles: string[]) => void }) {
  return (
    <fieldset aria-describedby="roles-hint">
      <legend className="font-medium">Roles</legend>
      <div className="mt-1 flex flex-wrap gap-x-5 gap-y-2">
        {roles.map((role) => (
          <label key={role} className="flex items-center gap-2">
            <input
              type="checkbox"
              checked={chosen.includes(role)}
              onChange={({ target }) =>
                onChange(roles.filter((one) => (one === role ? target.checked : chosen.includes(one))))
              }
              className="size-4 shrink-0 accent-accent"
            />
            {role}
          </label>
        ))}
      </div>
      <p id="roles-hint" className="mt-1 text-[0.8125rem] text-muted">
        None chosen: every role.
      </p>
    </fieldset>
  );
}

/** How many people the scope holds, counted anew a moment after each change. */
function ScopeCount({ scope, includesGuests }: { scope: ScopeChoice; includesGuests: boolean }) {
  const [sentence, setSentence] = useState("Counting …");
  const input = JSON.stringify({
    scope: { ...scope, groups: scope.groups.map(({ id }) => id) },
    includesGuests,
  });
  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const counted = await countScope(JSON.parse(input)).catch(() => undefined);
      if (isCurrent && counted !== undefined) setSentence(counted.ok ? counted.value : counted.message);
    }, waitMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [input]);
  return (
    <p aria-live="polite" className="rounded-md border border-line bg-surface px-3 py-2 [overflow-wrap:anywhere]">
      {sentence}
    </p>
  );
}
