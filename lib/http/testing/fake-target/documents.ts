import { listResourceTypes, listSchemas } from "@/lib/scim/discovery";
import type { JsonObject } from "@/lib/scim/json";
import { serviceProviderConfigSchemaUrn } from "@/lib/scim/urns";
import type { Answer } from "./answer";
import type { DocumentOverride, FakeBehaviour } from "./behaviour";
import { listResourceTypesOf, type Setting } from "./operation";

/** A discovery document; undefined where the path names none. @see RFC 7644 §4 */
export function findDocument({ state, behaviour }: Setting, name: string | undefined): Answer | undefined {
  const types = listResourceTypesOf(behaviour).filter((type) => behaviour.groups || type.name !== "Group");
  switch (name) {
    case "ServiceProviderConfig":
      return answerDocument(createConfig(behaviour), behaviour.serviceProviderConfig);
    case "ResourceTypes":
      return answerDocument(listResourceTypes(types, state.baseUrl), behaviour.resourceTypes);
    case "Schemas":
      return answerDocument(listSchemas(types, state.baseUrl), behaviour.schemas);
    default:
      return undefined;
  }
}

function answerDocument(truthful: JsonObject, override: DocumentOverride | undefined): Answer {
  if (override === undefined) return { status: 200, body: truthful };
  return typeof override === "function" ? { status: 200, body: override(truthful) } : override;
}

/** @see RFC 7643 §5 */
function createConfig({
  patch,
  bulk,
  filter,
  etag,
  changePassword,
  credentials,
  maxPageSize,
}: FakeBehaviour): JsonObject {
  const schemes = {
    bearer: { type: "oauthbearertoken", name: "Token", description: "A token." },
    basic: { type: "httpbasic", name: "Basic", description: "A name and a password." },
    oauth: { type: "oauth2", name: "OAuth", description: "Client credentials." },
  };
  return {
    schemas: [serviceProviderConfigSchemaUrn],
    patch: { supported: patch },
    bulk: { supported: bulk !== false, ...(bulk === false ? { maxOperations: 0, maxPayloadSize: 0 } : bulk) },
    filter: { supported: filter !== "refused", maxResults: maxPageSize },
    changePassword: { supported: changePassword },
    sort: { supported: false },
    etag: { supported: etag !== false },
    authenticationSchemes: credentials.map((name) => schemes[name]),
  };
}
