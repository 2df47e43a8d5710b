import type { JsonObject } from "@/lib/scim/json";

/** Who made a change. */
export type ChangeActor = {
  readonly kind: "scimClient" | "person" | "system";
  readonly id?: string;
};

/**
 * What a write changed: the record that commits together with it. `before` and `after` hold the changed attributes
 * alone, in SCIM's own shape; the store adds the members that a membership edit really added and removed.
 */
export type ResourceChange = {
  readonly before?: JsonObject;
  readonly after?: JsonObject;
  readonly actor: ChangeActor;
  readonly requestId?: string;
};
