import type { JsonObject } from "@/lib/scim/json";
import { groupSchemaUrn, userSchemaUrn } from "@/lib/scim/urns";
import type { Capabilities, Capability, Finding, Quirks } from "./capabilities";
import { decideCount, decideFlag, decideMemberType } from "./decide-capability";
import { isFirstVersion, judgeAnswer } from "./judge-answer";
import { type Configuration, readConfiguration, readMember } from "./read-configuration";
import { listUnsupported, readRemoteSchemas } from "./read-remote-schemas";
import type { Target } from "./target";
import type { TargetAnswer } from "./target-client";

/** A list that was read to its end: the last answer, and what all of them held. */
export type ReadList = { readonly answer: TargetAnswer; readonly resources: readonly JsonObject[] };

/** What was asked of a target; what was not asked for is undefined. */
export type TargetDocuments = {
  readonly config: TargetAnswer | undefined;
  readonly resourceTypes: ReadList | undefined;
  readonly schemas: ReadList | undefined;
  /** The first page of its people, or of its groups where it has no people: it proves credential and address. */
  readonly first: TargetAnswer | undefined;
};

/** The target as far as it decides what holds. */
export type JudgedTarget = Pick<Target, "baseUrl" | "preset" | "options">;

/** Where a target supports Bulk and says no limits. */
const usualMaxOperations = 100;
const usualMaxPayloadSize = 1_048_576;
const standardPageSize = 100;
const standardMembersPerPatch = 100;

/**
 * What a target can do, each with the reason, and what is worth telling about it.
 *
 * The strongest word has what a person set on the target; then come quirks, which it was seen to have; then its preset, since that
 * was written for products whose documents are wrong or missing; then its documents, read field by field; last what most
 * service providers do. So an option that was set by hand also undoes a quirk.
 */
export function readCapabilities(
  documents: TargetDocuments,
  target: JudgedTarget,
  quirks: Quirks,
): { readonly capabilities: Capabilities; readonly findings: readonly Finding[] } {
  const configuration = findConfiguration(documents.config);
  const said = configuration ?? { oddities: [] };
  const schemas = readRemoteSchemas(documents.schemas?.resources ?? []);
  const types = documents.resourceTypes?.resources ?? [];
  const decide = (name: Parameters<typeof decideFlag>[0], fallback: Capability<boolean>, found?: Capability<boolean>) =>
    decideFlag(name, target, fallback, found);
  const tell = (name: "patch" | "filter" | "etag" | "changePassword" | "bulk", otherwise: Capability<boolean>) => {
    const value = said[name];
    return value === undefined
      ? otherwise
      : { value, reason: `Its ServiceProviderConfig says ${name}.supported ${value}.` };
  };

  const capabilities: Capabilities = {
    patch: decide("patch", tell("patch", unsaidPatch), findPatchQuirk(quirks)),
    putUsers: decide(
      "putUsers",
      { value: false, reason: "People are changed as groups are." },
      quirks.put === false ? { value: false, reason: "It refused PUT when Roster tried it." } : undefined,
    ),
    bulk: readBulk(decide("bulk", tell("bulk", unsaidBulk(said)), findQuirk(quirks, "bulk", "/Bulk")), said),
    filter: decide("filter", tell("filter", unsaidFilter), findQuirk(quirks, "filter", "a filter")),
    etag: decide("etag", tell("etag", unsaidEtag), findQuirk(quirks, "etag", "If-Match")),
    changePassword: tell("changePassword", unsaidPassword),
    users: findType(documents.resourceTypes, types, "Users", userSchemaUrn),
    groups:
      quirks.groups === false
        ? { value: false, reason: "It answered that it has no /Groups." }
        : findType(documents.resourceTypes, types, "Groups", groupSchemaUrn),
    membersListed: decide(
      "membersListed",
      { value: true, reason: "Most service providers list the members of a group that is read." },
      quirks.membersListed === false ? { value: false, reason: "It was seen to list no members." } : undefined,
    ),
    valuePaths: decide(
      "valuePaths",
      { value: true, reason: "RFC 7644 §3.5.2 has them for every service provider with PATCH." },
      findQuirk(quirks, "valuePaths", "a value filter in the path of a PATCH"),
    ),
    onlyActiveChanges: decide("onlyActiveChanges", { value: false, reason: "Nothing says otherwise." }),
    ...decideMemberType(target),
    membersPerPatch: decideCount("membersPerPatch", target, standardMembersPerPatch),
    pageSize: decideCount("pageSize", target, standardPageSize, findPageLimit(said)),
    cursorPaging: decide("cursorPaging", findPaging(said)),
    unsupported: listUnsupported(schemas, types.flatMap(listExtensions)),
    schemas,
  };
  return { capabilities, findings: [...judgeDocuments(documents, target, configuration), ...judgeOdd(said)] };
}

const unsaidPatch = {
  value: true,
  reason:
    "It does not say; nearly every service provider takes PATCH, and if this one refuses it, Roster goes on with PUT.",
};
const unsaidFilter = { value: true, reason: "It does not say; looking people up by userName is tried." };
const unsaidEtag = { value: false, reason: "It does not say that it has entity tags." };
const unsaidPassword = { value: false, reason: "It does not say that passwords can be changed." };

function unsaidBulk({ maxOperations }: Configuration): Capability<boolean> {
  return maxOperations === undefined || maxOperations === 0
    ? { value: false, reason: "It does not say that it has /Bulk." }
    : { value: false, reason: "It says a limit for /Bulk, but not that it is supported." };
}

function readBulk({ value, reason }: Capability<boolean>, said: Configuration): Capabilities["bulk"] {
  const maxOperations = said.maxOperations ?? usualMaxOperations;
  const maxPayloadSize = said.maxPayloadSize || usualMaxPayloadSize;
  // One operation a request is no gain, and none is a way to say that it is not supported.
  const isWorthIt = maxOperations >= 1;
  const unsaid =
    said.maxOperations === undefined ? ` It says no limit; ${usualMaxOperations} operations are sent at most.` : "";
  if (value && !isWorthIt) {
    return { value: { supported: false, maxOperations: 1, maxPayloadSize }, reason: "Its /Bulk takes 0 operations." };
  }
  const supported = { supported: value, maxOperations: Math.max(1, maxOperations), maxPayloadSize };
  return { value: supported, reason: value ? `${reason}${unsaid}` : reason };
}

function findPatchQuirk({ patch, put }: Quirks): Capability<boolean> | undefined {
  if (patch === false) return { value: false, reason: "It refused PATCH when Roster tried it." };
  return put === false ? { value: true, reason: "It refused PUT when Roster tried it." } : undefined;
}

function findQuirk(quirks: Quirks, name: keyof Quirks, words: string): Capability<boolean> | undefined {
  return quirks[name] === false ? { value: false, reason: `It refused ${words} when Roster tried it.` } : undefined;
}

function findPageLimit({ maxResults, maxPageSize }: Configuration): Capability<number> | undefined {
  const limits = [maxResults, maxPageSize].filter((limit) => limit !== undefined && limit >= 1);
  if (limits.length === 0) return undefined;
  const value = Math.min(...limits.map(Number));
  return { value, reason: `Its ServiceProviderConfig says that a list holds at most ${value} resources.` };
}

/** By number is preferred: several workers can read at once then. */
function findPaging({ indexPaging, cursorPaging }: Configuration): Capability<boolean> {
  if (cursorPaging === true && indexPaging === false) {
    return { value: true, reason: "Its ServiceProviderConfig says that lists are read by cursor alone." };
  }
  return { value: false, reason: "Lists are read by startIndex, which RFC 7644 §3.4.2.4 has." };
}

function findConfiguration(config: TargetAnswer | undefined): Configuration | undefined {
  const isRead = config?.kind === "answered" && config.status < 300 && config.body !== undefined;
  return isRead && config.body !== undefined ? readConfiguration(config.body) : undefined;
}

function findType(
  list: ReadList | undefined,
  types: readonly JsonObject[],
  endpoint: "Users" | "Groups",
  urn: string,
): Capability<boolean> {
  if (list === undefined || types.length === 0) {
    return { value: true, reason: `It does not say which resource types it has; /${endpoint} is taken for granted.` };
  }
  const value = types.some((type) => {
    const path = String(readMember(type, "endpoint")).replace(/\/+$/, "");
    const isNamed =
      path.toLowerCase().endsWith(`/${endpoint.toLowerCase()}`) || path.toLowerCase() === endpoint.toLowerCase();
    return isNamed || String(readMember(type, "schema")).toLowerCase() === urn.toLowerCase();
  });
  return { value, reason: `Its ResourceTypes ${value ? "list" : "do not list"} /${endpoint}.` };
}

function listExtensions(type: JsonObject): readonly string[] {
  const extensions = readMember(type, "schemaExtensions");
  return Array.isArray(extensions)
    ? extensions.flatMap((extension) => (isUrnHolder(extension) ? [extension.schema] : []))
    : [];
}

function isUrnHolder(value: unknown): value is { readonly schema: string } {
  return typeof value === "object" && value !== null && "schema" in value && typeof value.schema === "string";
}

function judgeDocuments(
  { config, first, schemas, resourceTypes }: TargetDocuments,
  { baseUrl, options }: JudgedTarget,
  configuration: Configuration | undefined,
): readonly Finding[] {
  if ([config, first, schemas?.answer, resourceTypes?.answer].some(isFirstVersion)) {
    const sentence = "The target speaks SCIM 1, and Roster SCIM 2 alone.";
    return [
      { tone: "danger", subject: "version", sentence, advice: "Look for a base URL of version 2, such as …/scim/v2." },
    ];
  }
  const wrong = first === undefined ? undefined : judgeFirst(first, baseUrl);
  const findings: Finding[] = wrong === undefined ? [] : [wrong];
  if (config === undefined || configuration !== undefined) return findings;
  const judged = judgeAnswer(config, options.configuration, baseUrl);
  // One mistake is told once: what keeps people from being read keeps the configuration from being read as well.
  if (wrong !== undefined) return findings;
  if (first === undefined && judged !== undefined) return [judged];
  const status = config.kind === "answered" ? ` (${config.status})` : "";
  return [
    {
      tone: "info",
      subject: options.configuration,
      sentence: `The target does not say what it can do: it has no ${options.configuration} that can be read${status}.`,
      advice: "Roster goes by the options, and notices what is refused. The option configuration can be set to none.",
    },
  ];
}

function judgeFirst(first: TargetAnswer, baseUrl: string): Finding | undefined {
  const isListRefused = first.kind === "answered" && first.isScim && [400, 405, 501].includes(first.status);
  if (!isListRefused) return judgeAnswer(first, "people", baseUrl);
  return {
    tone: "warning",
    subject: "people",
    sentence: `The target does not let its people be listed (${first.status}).`,
    advice: "People are provisioned all the same, but what is changed there by others is not noticed.",
  };
}

function judgeOdd({ oddities }: Configuration): readonly Finding[] {
  return oddities.map((sentence) => ({ tone: "info", subject: "ServiceProviderConfig", sentence }));
}
