import type { Attribute } from "@/lib/scim/attribute";

/** What a target can do, each with the reason why Roster believes so, in words for the owner. */
export type Capability<Value> = { readonly value: Value; readonly reason: string };

/**
 * How Roster talks to a target: read from its ServiceProviderConfig, ResourceTypes and Schemas field by field, then overridden
 * by the preset, by what the target was found to do otherwise (quirks), and by the options that a person set, in this order.
 */
export type Capabilities = {
  readonly patch: Capability<boolean>;
  /** Whether a change of a person is sent as PUT, even where `patch` holds, which then is for groups. */
  readonly putUsers: Capability<boolean>;
  /** `maxOperations` is at least 1 where it is supported; `maxPayloadSize` is in bytes. */
  readonly bulk: Capability<{
    readonly supported: boolean;
    readonly maxOperations: number;
    readonly maxPayloadSize: number;
  }>;
  readonly filter: Capability<boolean>;
  readonly etag: Capability<boolean>;
  readonly changePassword: Capability<boolean>;
  /** Whether /Users and /Groups are there. */
  readonly users: Capability<boolean>;
  readonly groups: Capability<boolean>;
  /** Whether a group that is read lists its members. */
  readonly membersListed: Capability<boolean>;
  /** Whether a PATCH path may hold a value filter, such as emails[type eq "work"]. */
  readonly valuePaths: Capability<boolean>;
  /** Whether only `active` of a person can be changed once they are there. */
  readonly onlyActiveChanges: Capability<boolean>;
  /** Whether an element of `members` carries its type besides its `value`. */
  readonly memberType: Capability<boolean>;
  /** Whether that type is written user and group, and not User and Group. */
  readonly lowerCaseMemberType: Capability<boolean>;
  /** How many members one PATCH may name. */
  readonly membersPerPatch: Capability<number>;
  /** How many resources a page of a list may hold. */
  readonly pageSize: Capability<number>;
  /** Whether lists are read by cursor (`?cursor`, then each nextCursor), since `startIndex` does not work. @see RFC 9865 */
  readonly cursorPaging: Capability<boolean>;
  /** Attributes that the target says it does not know or that only it may set: path in the form of its schema, and why. */
  readonly unsupported: readonly { readonly path: string; readonly reason: string }[];
  /** The attributes of the target's own schemas, by URN; empty where it publishes none. */
  readonly schemas: Readonly<Record<string, readonly Attribute[]>>;
};

/** What a target was found to do otherwise than it says. Kept with the target. */
export type Quirks = {
  readonly patch?: false;
  readonly put?: false;
  readonly bulk?: false;
  readonly filter?: false;
  readonly etag?: false;
  readonly valuePaths?: false;
  readonly membersListed?: false;
  readonly groups?: false;
};

/** What a preflight found out about one thing: good, worth knowing, or wrong and what to do. */
export type Finding = {
  readonly tone: "good" | "info" | "warning" | "danger";
  /** What was looked at, such as "ServiceProviderConfig" or "patch". */
  readonly subject: string;
  readonly sentence: string;
  readonly advice?: string;
};
