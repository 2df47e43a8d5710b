import type { ClientOptions, Preset } from "./client-options";
import type { CustomAttribute } from "./custom-attribute";
import type { Scope } from "./scope";

/** An organization as far as a SCIM request needs to know it. */
export type Organization = {
  readonly id: string;
  readonly subdomain: string;
  readonly name: string;
  /** Lower case; empty: every domain is allowed. */
  readonly allowedEmailDomains: readonly string[];
  readonly allowEmailSubdomains: boolean;
};

/** An identity provider connection that calls us, with the options that hold for it. */
export type ScimClient = {
  readonly id: string;
  readonly name: string;
  readonly preset: Preset;
  readonly state: "active" | "paused";
  readonly options: ClientOptions;
  /** What any token of the client may do at most. */
  readonly scopes: readonly Scope[];
  /** Addresses and networks (CIDR) that may call; empty: all. */
  readonly allowedAddresses: readonly string[];
  readonly organization: Organization;
  /** Those that the organization defined, ordered by their schemas and names. */
  readonly customAttributes: readonly CustomAttribute[];
};
