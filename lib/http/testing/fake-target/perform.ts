import { ScimError } from "@/lib/scim/errors";
import { type Answer, htmlNotFound, scimError } from "./answer";
import { findDocument } from "./documents";
import { listResources } from "./list-resources";
import { findEndpoint, type Operation, type Setting } from "./operation";
import { createResource, deleteResource, patchResource, readResource, replaceResource } from "./write-resource";

/** Carries out an operation that is no Bulk request. What it throws for its caller's sake becomes a SCIM error. */
export function perform(setting: Setting, operation: Operation): Answer {
  try {
    return dispatch(setting, operation);
  } catch (error) {
    if (!(error instanceof ScimError)) throw error;
    return { status: error.status, headers: error.headers, body: error.toBody() };
  }
}

function dispatch(setting: Setting, operation: Operation): Answer {
  const [name, id, ...rest] = operation.segments;
  const document = findDocument(setting, operation);
  if (document !== undefined) return document;
  const endpoint = findEndpoint(setting, name);
  if (endpoint === undefined || rest.length > 0) return answerUnrouted(setting);
  if (id === undefined) {
    if (operation.method === "GET") return listResources(setting, endpoint, operation);
    if (operation.method === "POST") return createResource(setting, endpoint, operation);
    throw new ScimError("methodNotAllowed", `${operation.method} is not for a list.`, { allow: "GET, POST" });
  }
  switch (operation.method) {
    case "GET":
      return readResource(setting, endpoint, operation, id);
    case "PUT":
      return replaceResource(setting, endpoint, operation, id);
    case "PATCH":
      return patchResource(setting, endpoint, operation, id);
    case "DELETE":
      return deleteResource(setting, endpoint, operation, id);
    default:
      throw new ScimError("methodNotAllowed", `${operation.method} is not for a resource.`);
  }
}

export function answerUnrouted({ behaviour }: Setting): Answer {
  return behaviour.unrouted === "html" ? htmlNotFound() : scimError(404, undefined, "There is nothing of this name.");
}

/** The parts of a path below the base URL, decoded; undefined for one that is no path. */
export function splitPath(pathname: string): readonly string[] | undefined {
  if (!pathname.startsWith("/")) return undefined;
  try {
    return pathname.slice(1).split("/").map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
