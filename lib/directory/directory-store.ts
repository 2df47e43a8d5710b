import type { CheckedFilter } from "@/lib/scim/filter/ast";
import type { JsonObject } from "@/lib/scim/json";
import type { Sort, SortKey, SortValueKind } from "@/lib/scim/sort";
import type { CustomAttribute } from "./custom-attribute";
import type { ResourceChange } from "./resource-change";
import type { Role } from "./role";

/**
 * Whose directory is asked, and by which SCIM client: every query of the store is confined to the organization, and
 * externalId is the client's own.
 */
export type DirectoryScope = {
  readonly organizationId: string;
  readonly scimClientId: string;
  /** Those of the organization: how values are compared. */
  readonly customAttributes: readonly CustomAttribute[];
  /** True where displayName, name and a member's display are made of the full name (preset zulip). */
  readonly displayIsFullName?: boolean;
};

/** What the store keeps of a person. */
export type UserState = {
  readonly userName: string;
  readonly active: boolean;
  readonly role: Role;
  readonly displayName?: string;
  readonly fullName: string;
  readonly externalId?: string;
  /** Every other attribute, verbatim, in SCIM's own shape; extensions under their URN. */
  readonly attributes: JsonObject;
};

/**
 * What came with a person and is no part of them: never stored in the clear, recorded or logged. Targets that take passwords are
 * handed it, and hold it sealed until it is delivered, at most 24 hours.
 */
export type PersonSecret = { readonly password?: string };

export type GroupState = {
  readonly displayName: string;
  readonly externalId?: string;
  readonly attributes: JsonObject;
};

type StoredMeta = {
  readonly id: string;
  readonly version: number;
  readonly created: Date;
  readonly lastModified: Date;
};

export type EffectiveGroup = { readonly id: string; readonly display: string; readonly direct: boolean };

export type StoredUser = StoredMeta &
  UserState & {
    /** Present when asked for. */
    readonly groups?: readonly EffectiveGroup[];
    /** The manager, when manager.value is the id of a person of the organization. */
    readonly manager?: { readonly display?: string };
  };

/** `display` is absent for a person of whom nothing but the userName is known. */
export type Member = { readonly id: string; readonly kind: "User" | "Group"; readonly display?: string };

export type StoredGroup = StoredMeta &
  GroupState & {
    /** Present when asked for. */
    readonly members?: readonly Member[];
  };

/** One resource of a mixed list. */
export type StoredResource =
  | { readonly type: "User"; readonly user: StoredUser }
  | { readonly type: "Group"; readonly group: StoredGroup };

/**
 * A change of a group's direct members as a set operation: first the old members are kept or dropped, then `remove` go,
 * then `add` come. `remove` and `add` have nothing in common.
 */
export type MembershipEdit = {
  readonly keepExisting: boolean;
  readonly remove: ReadonlySet<string>;
  readonly add: ReadonlySet<string>;
};

/** After which resource of a list a page begins: its id and its sort key, as the store wrote it; null for none. */
export type ListPosition = { readonly key: string | null; readonly id: string };

/** A page by its number, or the page after a position, which others' writes do not move. */
export type PageRequest =
  | {
      readonly kind: "index";
      /** 1-based. */
      readonly startIndex: number;
      readonly count: number;
    }
  | {
      readonly kind: "keyset";
      readonly count: number;
      /** Absent for the first page. */
      readonly after?: ListPosition;
      /** Where it is known already, it is not counted again. */
      readonly totalResults?: number;
    };

export type ListRequest = { readonly filter?: CheckedFilter; readonly sort?: Sort; readonly page: PageRequest };

/** People and groups in one list. */
export type MixedListRequest = {
  /** What is listed; a resource type that is not named here is left out. */
  readonly parts: readonly {
    readonly type: "User" | "Group";
    readonly filter?: CheckedFilter;
    readonly sortKey?: SortKey;
  }[];
  readonly sort?: { readonly kind: SortValueKind; readonly descending: boolean };
  readonly page: PageRequest;
};

export type Page<Resource> = {
  readonly totalResults: number;
  readonly resources: readonly Resource[];
  /** Present on a keyset page after which there are more. */
  readonly next?: ListPosition;
};

/** When a change of a group's members, or its deletion, happens: always, or only if `current.version` is still the stored one. */
export type WriteCondition = { readonly onlyIfCurrent: boolean };

/** What became of a write. Nothing is written unless it says so. */
export type WriteOutcome<Stored> =
  | {
      readonly outcome: "written";
      readonly stored: Stored;
      /** How many members really came and went, where that may have been. */
      readonly members?: { readonly added: number; readonly removed: number };
    }
  /** Somebody else wrote since the resource was read: read again and start over. */
  | { readonly outcome: "stale" }
  /** The userName, or the group's displayName, belongs to another resource. */
  | { readonly outcome: "taken" }
  /** It would leave the organization without an active owner. */
  | { readonly outcome: "lastOwner" }
  /** These are neither people nor groups of the organization. */
  | { readonly outcome: "unknownMembers"; readonly ids: readonly string[] };

/**
 * The directory's one storage port. Each write is one transaction that holds the resource, its ResourceChange and what
 * follows from them.
 */
export type DirectoryStore = {
  findUser(scope: DirectoryScope, id: string, include: { groups: boolean }): Promise<StoredUser | undefined>;
  findUserByUserName(scope: DirectoryScope, userName: string): Promise<StoredUser | undefined>;
  listUsers(scope: DirectoryScope, request: ListRequest, include: { groups: boolean }): Promise<Page<StoredUser>>;
  /** `subscribe`: whether the person is subscribed to the organization's default streams. */
  createUser(
    scope: DirectoryScope,
    user: UserState,
    change: ResourceChange,
    options: { subscribe: boolean } & PersonSecret,
  ): Promise<WriteOutcome<StoredUser>>;
  /** Writes `next` if `current.version` is still the stored one. */
  updateUser(
    scope: DirectoryScope,
    current: StoredUser,
    next: UserState,
    change: ResourceChange,
    secret?: PersonSecret,
  ): Promise<WriteOutcome<StoredUser>>;
  /** Hands over a password that came with no change. */
  handOverPassword(scope: DirectoryScope, id: string, password: string, requestId: string | undefined): Promise<void>;
  deleteUser(scope: DirectoryScope, current: StoredUser, change: ResourceChange): Promise<WriteOutcome<undefined>>;

  findGroup(scope: DirectoryScope, id: string, include: { members: boolean }): Promise<StoredGroup | undefined>;
  listGroups(scope: DirectoryScope, request: ListRequest, include: { members: boolean }): Promise<Page<StoredGroup>>;
  /** People and groups in one list. */
  listMixed(
    scope: DirectoryScope,
    request: MixedListRequest,
    include: { groups: boolean; members: boolean },
  ): Promise<Page<StoredResource>>;
  /** The people and groups of the organization among these ids, as members. */
  findMembers(scope: DirectoryScope, ids: ReadonlySet<string>): Promise<readonly Member[]>;
  createGroup(
    scope: DirectoryScope,
    group: GroupState,
    members: ReadonlySet<string>,
    change: ResourceChange,
    include: { members: boolean },
  ): Promise<WriteOutcome<StoredGroup>>;
  /**
   * Applies an edit that keeps the members it does not name, over any version, to a group that need not have been read: it
   * comes back with the outcome. `stale`: there is no such group.
   */
  editMembers(
    scope: DirectoryScope,
    id: string,
    edit: MembershipEdit,
    change: ResourceChange,
  ): Promise<WriteOutcome<StoredGroup>>;
  /**
   * Writes `next` (when given) if `current.version` is still the stored one, and applies `membership` (when given) as
   * set operations, which need no version unless `condition` says so: parallel edits of different members all survive.
   */
  updateGroup(
    scope: DirectoryScope,
    current: StoredGroup,
    next: GroupState | undefined,
    membership: MembershipEdit | undefined,
    change: ResourceChange,
    condition: WriteCondition,
  ): Promise<WriteOutcome<StoredGroup>>;
  deleteGroup(
    scope: DirectoryScope,
    current: StoredGroup,
    change: ResourceChange,
    condition: WriteCondition,
  ): Promise<WriteOutcome<undefined>>;
};
