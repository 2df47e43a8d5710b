import { findResourceTypeDocument, findSchemaDocument, listResourceTypes, listSchemas } from "@/lib/scim/discovery";
import { ScimError } from "@/lib/scim/errors";
import type { JsonObject } from "@/lib/scim/json";
import { serviceProviderConfigSchemaUrn } from "@/lib/scim/urns";
import type { Answer } from "./answer";
import type { DocumentOverride, FakeBehaviour } from "./behaviour";
import { listResourceTypesOf, type Operation, type Setting } from "./operation";

/**
 * A discovery document, or one entry of it; undefined where the path names none.
 *
 * @throws ScimError methodNotAllowed
 * @see RFC 7644 §4
 */
export function findDocument({ state, behaviour }: Setting, operation: Operation): Answer | undefined {
  const [name, id, ...rest] = operation.segments;
  const override = overrideFor(behaviour, name);
  if (override === "none" || rest.length > 0) return undefined;
  if (operation.method !== "GET") throw new ScimError("methodNotAllowed", "Read-only.", { allow: "GET" });
  const types = listResourceTypesOf(behaviour).filter((type) => behaviour.groups || type.name !== "Group");
  if (id !== undefined) {
    const find = name === "Schemas" ? findSchemaDocument : findResourceTypeDocument;
    const entry = name === behaviour.configurationAt ? undefined : find(types, state.baseUrl, id);
    return entry === undefined ? undefined : { status: 200, body: entry };
  }
  switch (name) {
    case "ResourceTypes":
      return answerDocument(listResourceTypes(types, state.baseUrl), override);
    case "Schemas":
      return answerDocument(listSchemas(types, state.baseUrl), override);
    default:
      return answerDocument(createConfig(behaviour), override);
  }
}

function overrideFor(behaviour: FakeBehaviour, name: string | undefined): DocumentOverride | undefined | "none" {
  switch (name) {
    case behaviour.configurationAt:
      return behaviour.serviceProviderConfig;
    case "ResourceTypes":
      return behaviour.resourceTypes;
    case "Schemas":
      return behaviour.schemas;
    default:
      return "none";
  }
}

function answerDocument(truthful: JsonObject, override: DocumentOverride | undefined): Answer {
  if (override === undefined) return { status: 200, body: truthful };
  return typeof override === "function" ? { status: 200, body: override(truthful) } : override;
}

/** @see RFC 7643 §5 */
function createConfig(behaviour: FakeBehaviour): JsonObject {
  const { patch, bulk, filter, etag, changePassword, credentials, maxPageSize, paging } = behaviour;
  const schemes = {
    bearer: { type: "oauthbearertoken", name: "Token", description: "A token." },
    basic: { type: "httpbasic", name: "Basic", description: "A name and a password." },
    oauth: { type: "oauth2", name: "OAuth", description: "Client credentials." },
  };
  return {
    schemas: [serviceProviderConfigSchemaUrn],
    patch: { supported: patch !== false },
    bulk: { supported: bulk !== false, ...(bulk === false ? { maxOperations: 0, maxPayloadSize: 0 } : bulk) },
    filter: { supported: filter !== "refused", maxResults: maxPageSize },
    changePassword: { supported: changePassword },
    sort: { supported: false },
    ...(paging === "index" ? {} : { pagination: { cursor: true, index: paging === "both", maxPageSize } }),
    etag: { supported: etag !== false },
    authenticationSchemes: credentials.map((name) => schemes[name]),
  };
}
