import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import type { Capabilities, Finding, Quirks } from "./capabilities";
import { describeBehaviour } from "./describe-behaviour";
import { type JudgedTarget, type ReadList, readCapabilities } from "./read-capabilities";
import { readMember } from "./read-configuration";
import type { TargetAnswer, TargetClient } from "./target-client";

export type Preflight = {
  readonly capabilities: Capabilities;
  readonly findings: readonly Finding[];
  /** What Roster will therefore do, a sentence each. */
  readonly says: readonly string[];
  /** Whether nothing stands in the way: the target was reached, took the credential, and let itself be read. */
  readonly ok: boolean;
};

/** Discovery documents are few; whoever has more pages than this lies about how many there are. */
const maxPages = 20;

/**
 * Finds out what a target can do, by reading alone: nothing is written there.
 *
 * @param quirks what it was found to do otherwise before
 * @param traceId sent with every request
 */
export async function preflight(
  client: TargetClient,
  target: JudgedTarget,
  quirks: Quirks,
  traceId?: string,
): Promise<Preflight> {
  const get = (path: string) => client.send({ method: "GET", path, ...(traceId === undefined ? {} : { traceId }) });
  const { configuration } = target.options;
  const config = configuration === "none" ? undefined : await get(`/${configuration}`);
  // Where nobody is, nobody is asked three times more.
  const isThere = config === undefined || config.kind === "answered";
  const resourceTypes = isThere ? await readList(get, "/ResourceTypes") : undefined;
  const schemas = isThere ? await readList(get, "/Schemas") : undefined;
  const asked = readCapabilities({ config, resourceTypes, schemas, first: undefined }, target, quirks).capabilities;
  const endpoint = asked.users.value || !asked.groups.value ? "/Users" : "/Groups";
  const first = isThere ? await get(`${endpoint}?count=1`) : undefined;

  const documents = { config, resourceTypes, schemas, first: first ?? config };
  const { capabilities, findings } = readCapabilities(documents, target, quirks);
  const all = [...judgeFirst(first, endpoint), ...findings, ...judgeTypes(capabilities, target)];
  const ok = all.every(({ tone }) => tone !== "danger");
  return { capabilities, findings: all, says: ok ? describeBehaviour(capabilities, target.options) : [], ok };
}

/** All pages of a list, however many resources it puts on each; it ends where a page brings nothing new. */
async function readList(get: (path: string) => Promise<TargetAnswer>, path: string): Promise<ReadList> {
  let answer = await get(path);
  const resources: JsonObject[] = [...readResources(answer)];
  for (let page = 1; page < maxPages && resources.length > 0; page++) {
    const total =
      answer.kind === "answered" ? Number(answer.body === undefined ? 0 : readMember(answer.body, "totalResults")) : 0;
    if (!(total > resources.length)) break;
    const next = await get(`${path}?startIndex=${resources.length + 1}`);
    const known = new Set(resources.map((resource) => JSON.stringify(resource)));
    const fresh = readResources(next).filter((resource) => !known.has(JSON.stringify(resource)));
    if (fresh.length === 0) break;
    resources.push(...fresh);
    answer = next;
  }
  return { answer, resources };
}

function readResources(answer: TargetAnswer): readonly JsonObject[] {
  if (answer.kind !== "answered" || answer.status >= 300 || answer.body === undefined) return [];
  const resources = readMember(answer.body, "Resources");
  return Array.isArray(resources) ? resources.filter(isJsonObject) : [];
}

function judgeFirst(first: TargetAnswer | undefined, endpoint: string): readonly Finding[] {
  if (first?.kind !== "answered" || first.status >= 300 || !first.isScim) return [];
  const total = first.body === undefined ? undefined : readMember(first.body, "totalResults");
  const isList = first.body !== undefined && (total !== undefined || readMember(first.body, "Resources") !== undefined);
  if (!isList) {
    const sentence = `What ${endpoint} answered is no list.`;
    return [
      { tone: "danger", subject: "people", sentence, advice: "Check the base URL: it may lead to another interface." },
    ];
  }
  const count = Number(total);
  const noun = endpoint === "/Users" ? "people" : "groups";
  const there = Number.isInteger(count) && count >= 0 ? ` It has ${count.toLocaleString("en-US")} ${noun}.` : "";
  return [{ tone: "good", subject: "people", sentence: `The target was reached, and took the credential.${there}` }];
}

function judgeTypes({ users, groups, changePassword }: Capabilities, { options }: JudgedTarget): readonly Finding[] {
  const findings: Finding[] = [];
  if (!users.value)
    findings.push({ tone: "danger", subject: "users", sentence: `The target has no people. ${users.reason}` });
  if (!groups.value && options.groups !== "none") {
    findings.push({ tone: "warning", subject: "groups", sentence: `The target has no groups. ${groups.reason}` });
  }
  if (options.syncPassword && !changePassword.value) {
    const sentence = `Passwords are not passed on. ${changePassword.reason}`;
    findings.push({ tone: "warning", subject: "changePassword", sentence });
  }
  return findings;
}
