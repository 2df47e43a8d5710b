import type { ScimClientSettings } from "@/lib/db/scim-clients";
import { presetNames } from "@/lib/directory/preset-names";

/** What people call the identity provider behind a client, for sentences such as "Okta tries again". */
export function nameProvider({ preset, name }: Pick<ScimClientSettings, "preset" | "name">): string {
  return ["generic", "strict", "zulip"].includes(preset) ? name : presetNames[preset];
}
