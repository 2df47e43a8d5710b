import { z } from "zod";

/** What an override of a capability says: what the target says, or otherwise. */
const override = z.enum(["auto", "yes", "no"]).default("auto");

/**
 * The options of a target, with the defaults of the generic preset. The names are those of the command line and of the
 * screens.
 */
const definitions = {
  /** Which groups are provisioned: all, those of the scope, or none. */
  groups: z.enum(["all", "scope", "none"]).default("all"),
  /** Whether members of groups within a group count as its members, or the group itself is named as one. */
  nestedGroups: z.enum(["flatten", "keep"]).default("flatten"),
  includeGuests: z.boolean().default(true),
  /** Whether people who are not active, and whom the target does not know yet, are made there. */
  createInactive: z.boolean().default(true),
  deprovision: z.enum(["deactivate", "delete", "deactivateThenDelete", "leave"]).default("deactivate"),
  /** For deactivateThenDelete: days between the two. */
  deleteAfterDays: z.number().int().min(1).max(365).default(30),
  onInvalid: z.enum(["quarantine", "stop"]).default("quarantine"),
  /** A run, or an hour, that would deprovision more than this share of those provisioned, in percent, is held. */
  breakerPercent: z.number().int().min(1).max(100).default(10),
  /** So many deprovisions are never held. */
  breakerMinimum: z.number().int().min(0).max(100_000).default(5),
  /** Requests a second, or "none". */
  requestsPerSecond: z.union([z.literal("none"), z.number().int().min(1).max(1_000)]).default("none"),
  /** Requests at once, over all workers. */
  concurrency: z.number().int().min(1).max(32).default(4),
  syncPassword: z.boolean().default(false),
  patch: override,
  bulk: override,
  filter: override,
  etag: override,
  valuePaths: override,
  membersListed: override,
  onlyActiveChanges: override,
  memberType: override,
  membersPerPatch: z.number().int().min(1).max(10_000).default(100),
  pageSize: z.number().int().min(1).max(1_000).default(100),
  /** Whether ServiceProviderConfig is asked for, and where. */
  configuration: z.enum(["ServiceProviderConfig", "ServiceProviderConfigs", "none"]).default("ServiceProviderConfig"),
};

const targetOptionsSchema = z.strictObject(definitions);

export type TargetOptions = z.infer<typeof targetOptionsSchema>;
export type TargetOptionName = keyof TargetOptions;

export const targetOptionNames = Object.keys(definitions) as readonly TargetOptionName[];

export const targetPresets = [
  "generic",
  "aws",
  "slack",
  "salesforce",
  "webex",
  "vcenter",
  "gitlab",
  "github",
  "google",
  "zulip",
] as const;

export type TargetPreset = (typeof targetPresets)[number];
