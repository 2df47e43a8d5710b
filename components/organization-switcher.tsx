"use client";

import type { Chrome } from "@/lib/console/chrome";

const oneYearSeconds = 365 * 24 * 60 * 60;

/** The organization that is open; a choice where the person belongs to several. */
export function OrganizationSwitcher({ organization, organizations }: Pick<Chrome, "organization" | "organizations">) {
  if (organizations.length < 2) {
    return <span className="min-w-0 truncate text-base font-semibold">{organization.name}</span>;
  }
  return (
    <select
      aria-label="Organization"
      value={organization.id}
      onChange={({ target }) => {
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
        document.cookie = `roster.organization=${target.value}; path=/; max-age=${oneYearSeconds}; samesite=lax`;
        location.assign("/");
      }}
      className="h-10 min-w-0 grow rounded-md border border-line-strong bg-ground px-2 font-semibold"
    >
      {organizations.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}
