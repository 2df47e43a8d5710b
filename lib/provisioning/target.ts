import type { Role } from "@/lib/directory/role";
import type { Capabilities } from "./capabilities";
import type { TargetOptions, TargetPreset } from "./target-options";

/** How Roster shows a target who it is. Sealed where it is stored, and never shown again. */
export type TargetCredential =
  | { readonly kind: "bearer"; readonly token: string }
  | { readonly kind: "basic"; readonly userName: string; readonly password: string }
  | {
      /** @see RFC 6749 §4.4 */
      readonly kind: "oauth";
      readonly tokenUrl: string;
      readonly clientId: string;
      readonly clientSecret: string;
      readonly scope?: string;
    };

export type TargetCredentialKind = TargetCredential["kind"];

/** Who of the organization belongs to a target. All that are given must hold; what is empty or absent does not limit. */
export type TargetScope = {
  /** Members of any of these groups, of groups within them too. */
  readonly groupIds: readonly string[];
  readonly roles: readonly Role[];
  /** A SCIM filter on people, as written. */
  readonly filter?: string;
};

/** Why a target is paused: by a person, or because it refused Roster's credential. */
export type TargetPause = {
  readonly reason: "person" | "credentialRefused" | "forbidden" | "addressRefused";
  /** In words, for the owner. */
  readonly detail: string;
  readonly at: string;
  /** The resource whose request was refused, where it was one. */
  readonly resource?: { readonly type: "User" | "Group"; readonly id: string; readonly label: string };
};

/** A remote service provider that Roster provisions, as the engine needs to know it. */
export type Target = {
  readonly id: string;
  readonly organizationId: string;
  readonly name: string;
  readonly preset: TargetPreset;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly state: "active" | "paused";
  readonly options: TargetOptions;
  readonly scope: TargetScope;
  readonly mappings: readonly PropertyMapping[];
  /** What it can do, as far as it was found out; overrides and quirks applied. Absent before the first preflight. */
  readonly capabilities?: Capabilities;
  /** In PEM: trusted besides the usual authorities. */
  readonly caCertificate?: string;
};

/** A CEL expression that yields a part of the payload. All of a resource type run in the order of their names. */
export type PropertyMapping = {
  readonly id: string;
  readonly resourceType: "User" | "Group";
  readonly name: string;
  readonly expression: string;
};
