import type { ResourceSchemas } from "../attribute";
import { groupSchemaUrn } from "../urns";
import { groupSchema } from "./core-group";
import { userSchema } from "./core-user";
import { enterpriseUserSchema } from "./enterprise-user";

/**
 * What RFC 7643 says of attributes, whichever resource has them: for looking at what another service provider shows, of
 * whose own schemas nothing is known.
 *
 * @see RFC 7643 §4
 */
export const knownSchemas: ResourceSchemas = {
  schema: {
    id: groupSchemaUrn,
    name: "Resource",
    description: "Users and groups",
    attributes: [...groupSchema.attributes, ...userSchema.attributes],
  },
  extensions: [{ schema: enterpriseUserSchema, required: false }],
};
