import type { RoleSource } from "@/lib/directory/role-source";

/** Where a role came from in a few words, such as "Okta: roles". @param client the name of the SCIM client, if it is still there */
export function labelRoleSource({ kind }: RoleSource, client = "a removed client"): string {
  switch (kind) {
    case "person":
      return "by hand";
    case "system":
      return "at set-up";
    case "attribute":
      return `${client}: role`;
    case "roles":
      return `${client}: roles`;
    case "default":
      return `${client}: default`;
    case "sentOrDefault":
      return client;
    case "unknown":
      return "not kept any more";
  }
}
