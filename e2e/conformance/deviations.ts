import type { ClientPreset, SuiteName, SuiteResult } from "./suite-result";

/**
 * A result that is not a pass and is meant to be so. It holds only for exactly this outcome and message, so that it hides
 * nothing else; one that does not occur any more is an error, so that the list stays true.
 */
export type Deviation = {
  readonly suite: SuiteName;
  readonly clients: readonly ClientPreset[];
  readonly check: string;
  readonly outcome: Exclude<SuiteResult["outcome"], "passed">;
  readonly message: string;
  /** Why Roster answers so, for a reader of the report. */
  readonly why: string;
  /** Where it is written. */
  readonly section: string;
};

const noAgents = {
  suite: "scim-sanity",
  clients: ["strict", "generic"],
  outcome: "skipped",
  why: "Agents are a resource type of an individual draft that Roster does not offer, and does not list.",
  section: "draft-abbey-scim-agent-extension-00; RFC 7644 §4",
} as const;

const groupsAnswer204 = {
  suite: "scim-sanity",
  clients: ["generic"],
  outcome: "failed",
  why: "A PATCH of a group answers 204 without the group: its members may be a hundred thousand, and Entra expects it so. A strict client gets 200 with the group.",
  section: "RFC 7644 §3.5.2",
} as const;

export const deviations: readonly Deviation[] = [
  {
    suite: "scim-sanity",
    clients: ["strict", "generic"],
    check: "Group CRUD Lifecycle: PATCH /Groups/{id} add member",
    outcome: "failed",
    message: "Expected 200, got 400",
    why:
      "The suite adds a member by a made-up id. Roster refuses members that do not exist, and names them: a success must not " +
      "tell of a membership that nobody has. The suite's own advice allows it where it is documented, under " +
      "“enforces referential integrity on member ids”.",
    section: "RFC 7643 §4.2; RFC 7644 §3.12 (invalidValue)",
  },
  {
    ...noAgents,
    check: "Agent CRUD Lifecycle",
    message: "Agent not supported by server",
  },
  {
    ...noAgents,
    check: "AgenticApplication CRUD Lifecycle",
    message: "AgenticApplication not supported by server",
  },
  {
    ...noAgents,
    check: "Agent Rapid Lifecycle",
    message: "Agent not supported or not in scope",
  },
  {
    ...groupsAnswer204,
    check: "Group CRUD Lifecycle: PATCH /Groups/{id}",
    message: "Expected HTTP 200, got 204 (RFC 7644 §3.3); Response body is empty",
  },
  {
    ...groupsAnswer204,
    check: "Group CRUD Lifecycle: PATCH /Groups/{id} remove members",
    message: "Expected 200, got 204",
  },
  {
    suite: "scim2-tester",
    clients: ["generic"],
    check: "User: check_remove_attribute",
    outcome: "failed",
    message: "PATCH modify() did not remove attribute 'active'",
    why: "A person whose active was removed is active, which is its default. A strict client finds active published as required.",
    section: "RFC 7643 §4.1.1, RFC 7644 §3.5.2.2",
  },
  {
    suite: "scim2-tester",
    clients: ["generic"],
    check: "User: check_remove_attribute",
    outcome: "failed",
    message: "PATCH modify() did not remove attribute 'role'",
    why: "Everybody has a role: one whose role was removed gets the client's default role. A strict client has no such attribute.",
    section: "RFC 7644 §3.5.2.2",
  },
];
