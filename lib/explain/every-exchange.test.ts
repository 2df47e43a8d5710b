import { describe, expect, test } from "vitest";
import type { EffectAction } from "@/lib/directory/request-record";
import { describeExchange } from "./describe-exchange";
import { explainExchange } from "./explain-exchange";
import { type LoggedExchange, type RequestAction, requestAgents, requestOutcomes, traceSteps } from "./logged-exchange";
import { toPlainText } from "./sentence";
import { adaId, createExchange, engineeringId } from "./testing/create-exchange";

/** Every action; the compiler says when one is missing. */
const operations: Readonly<Record<RequestAction, readonly [operation: string, method: string, path: string]>> = {
  "user.created": ["create user", "POST", "/Users"],
  "user.updated": ["patch user", "PATCH", `/Users/${adaId}`],
  "user.renamed": ["patch user", "PATCH", `/Users/${adaId}`],
  "user.deactivated": ["replace user", "PUT", `/Users/${adaId}`],
  "user.reactivated": ["patch user", "PATCH", `/Users/${adaId}`],
  "user.deleted": ["delete user", "DELETE", `/Users/${adaId}`],
  "group.created": ["create group", "POST", "/Groups"],
  "group.updated": ["replace group", "PUT", `/Groups/${engineeringId}`],
  "group.renamed": ["patch group", "PATCH", `/Groups/${engineeringId}`],
  "group.members.changed": ["patch group", "PATCH", `/Groups/${engineeringId}`],
  "group.deleted": ["delete group", "DELETE", `/Groups/${engineeringId}`],
  "user.read": ["get user", "GET", `/Users/${adaId}`],
  "users.listed": ["list users", "GET", "/Users?startIndex=1"],
  "group.read": ["get group", "GET", `/Groups/${engineeringId}`],
  "groups.listed": ["search groups", "POST", "/Groups/.search"],
  "resources.listed": ["list users and groups", "GET", "/scim/v2"],
  "bulk.processed": ["bulk", "POST", "/Bulk"],
  "serviceProviderConfig.read": ["get service provider configuration", "GET", "/ServiceProviderConfig"],
  "resourceTypes.read": ["list resource types", "GET", "/ResourceTypes"],
  "schemas.read": ["get schema", "GET", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:User"],
  "roles.read": ["list entitlements", "GET", "/Entitlements"],
  "token.issued": ["issue access token", "POST", "/oauth/token"],
  unknown: ["get me", "GET", "/Me"],
};
const actions = Object.keys(operations) as RequestAction[];
const statuses = [400, 401, 403, 404, 405, 406, 409, 412, 413, 414, 415, 429, 500, 501, 503];

function isEffect(action: RequestAction): action is EffectAction {
  return /^(?:user|group)\.(?!read)/.test(action);
}

/** Every action with every outcome, every status, by callers who are known and not, with and without what may be missing. */
function* listExchanges(): Generator<LoggedExchange> {
  for (const action of actions) {
    const [operation, method, path] = operations[action];
    const isGroup = action.startsWith("group");
    const isUser = action.startsWith("user");
    const resource = isUser || isGroup ? { resourceType: isGroup ? "Group" : "User" } : {};
    const resourceId = isGroup ? engineeringId : adaId;
    const effect = { resourceType: isGroup ? "Group" : "User", resourceId, label: "Ada", attributes: [] } as const;
    for (const outcome of requestOutcomes) {
      const hasEffect = outcome === "changed";
      const isRefusal = outcome === "refused" || outcome === "failed";
      for (const status of isRefusal ? statuses : [200, 204, 304]) {
        const { resourceType: _, resourceId: __, label: ___, client, ...rest } = createExchange();
        const bare: LoggedExchange = { ...rest, operation, method, path, action, outcome, status, ...resource };
        const effects = hasEffect && isEffect(action) ? [{ ...effect, action }] : [];
        yield { ...bare, agent: "unknown" };
        yield { ...bare, effects, resourceId, label: "Ada", ...(client === undefined ? {} : { client }) };
        yield { ...bare, effects, resourceId, label: "[removed]", detail: "The body is not valid JSON. Send JSON." };
        if (isRefusal) for (const step of traceSteps) yield { ...bare, trace: [{ step, outcome: "fail" }] };
      }
    }
    for (const agent of requestAgents) yield { ...createExchange(), action, operation, method, path, agent };
  }
}

describe("every action, outcome and status", () => {
  test("has one sentence without holes", () => {
    let count = 0;
    for (const exchange of listExchanges()) {
      const sentence = toPlainText(describeExchange(exchange));
      const told = JSON.stringify(exchange);
      expect(sentence, told).not.toMatch(/undefined|null|NaN|\[object|\[removed\]|\{\{|\$\{| {2}|[.:,;] *$|^ |\(\)/);
      expect(sentence.length, told).toBeGreaterThan(10);
      for (const { title, meaning, steps } of explainExchange(exchange, {
        baseUrl: "https://roster.example/scim/v2",
      })) {
        expect([title, meaning, ...steps].join(" "), told).not.toMatch(/undefined|null|NaN|\[object|\$\{| {2}/);
      }
      count += 1;
    }
    expect(count).toBeGreaterThan(3_000);
  });
});
