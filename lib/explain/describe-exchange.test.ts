import { describe, expect, test } from "vitest";
import type { RequestEffect } from "@/lib/directory/request-record";
import { describeBurst } from "./describe-burst";
import { describeExchange } from "./describe-exchange";
import type { LoggedExchange, TraceStepName } from "./logged-exchange";
import { toPlainText } from "./sentence";
import { adaId, createExchange, engineeringId } from "./testing/create-exchange";

const ada: RequestEffect = {
  action: "user.updated",
  resourceType: "User",
  resourceId: adaId,
  label: "Ada Lovelace",
  attributes: [],
};
const group: RequestEffect = { ...ada, resourceType: "Group", resourceId: engineeringId, label: "Engineering" };
const changed = (effect: Partial<RequestEffect>, more: Partial<LoggedExchange> = {}) =>
  createExchange({
    method: "PATCH",
    operation: "patch user",
    outcome: "changed",
    action: effect.action ?? "user.updated",
    effects: [{ ...(effect.action?.startsWith("group") ? group : ada), ...effect }],
    ...more,
  });
const listed = (query: string, responseBody: Readonly<Record<string, unknown>>, kind: "Users" | "Groups" = "Users") =>
  createExchange({
    path: `/${kind}?${query}`,
    operation: "list users",
    action: kind === "Users" ? "users.listed" : "groups.listed",
    responseBody: JSON.parse(JSON.stringify(responseBody)),
  });
const filter = (text: string) => `filter=${encodeURIComponent(text)}`;
const members = (added: number, removed: number) => ({ added, removed, ids: [] });
const emptied = { Operations: [{ op: "remove", path: "members" }] };

describe("the sentence of a request", () => {
  test.each<[string, LoggedExchange]>([
    ["Entra deactivated Ada Lovelace", changed({ action: "user.deactivated" })],
    ["Entra reactivated Ada Lovelace", changed({ action: "user.reactivated" })],
    ["Entra created Ada Lovelace", changed({ action: "user.created" }, { method: "POST", operation: "create user" })],
    [
      "Entra took over Ada Lovelace, who was here already",
      changed({ action: "user.updated" }, { method: "POST", operation: "create user" }),
    ],
    [
      "Entra asked to delete Ada Lovelace, who was deactivated instead",
      changed({ action: "user.deactivated" }, { method: "DELETE" }),
    ],
    ["Entra deleted Ada Lovelace", changed({ action: "user.deleted" }, { method: "DELETE" })],
    ["Entra changed the title of Ada Lovelace", changed({ attributes: ["title"] })],
    [
      "Entra changed the title, emails and department of Ada Lovelace",
      changed({
        attributes: ["title", "emails", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department"],
      }),
    ],
    [
      "Entra made Ada Lovelace an administrator (member before)",
      changed(
        { attributes: ["role"] },
        {
          changes: [
            {
              id: "x",
              resourceType: "User",
              resourceId: adaId,
              kind: "updated",
              before: { role: "member" },
              after: { role: "administrator" },
            },
          ],
        },
      ),
    ],
    [
      "Entra added 3 people to Engineering and removed 1",
      changed({ action: "group.members.changed", members: members(3, 1) }),
    ],
    ["Entra added 1 person to Engineering", changed({ action: "group.members.changed", members: members(1, 0) })],
    [
      "Entra removed 1,204 people from Engineering",
      changed({ action: "group.members.changed", members: members(0, 1204) }),
    ],
    [
      "Entra emptied Engineering (14 people)",
      changed({ action: "group.members.changed", members: members(0, 14) }, { requestBody: emptied }),
    ],
    ["Entra deleted the group Engineering", changed({ action: "group.deleted" })],
    [
      "Entra sent Ada Lovelace again; nothing changed",
      createExchange({ method: "PATCH", outcome: "unchanged", action: "user.updated" }),
    ],
    [
      "Entra looked for ada@acme.example and found nobody",
      listed(filter('userName eq "ada@acme.example"'), { totalResults: 0 }),
    ],
    [
      "Entra looked for ada@acme.example and found Ada Lovelace",
      listed(filter('userName eq "ada@acme.example"'), {
        totalResults: 1,
        Resources: [{ id: adaId, displayName: "Ada Lovelace" }],
      }),
    ],
    [
      "Entra looked for the group Engineering and found none",
      listed(filter('displayName eq "Engineering"'), { totalResults: 0 }, "Groups"),
    ],
    [
      "Entra tested its connection (it looked for a made-up name, and nobody has it)",
      listed(filter('userName eq "9d1c7c0e-5a77-4f0a-8b61-2d9b7c1d0e55"'), { totalResults: 0 }),
    ],
    [
      "Entra looked for people by a filter and found 12 people",
      listed(filter('title co "x" or active eq true'), { totalResults: 12 }),
    ],
    [
      "Entra asked whether a person is in a group: no",
      listed(filter(`id eq "${engineeringId}" and members eq "${adaId}"`), { totalResults: 0 }, "Groups"),
    ],
    [
      "Entra read people 101 to 200 of 1,214",
      listed("startIndex=101&count=100", { totalResults: 1214, itemsPerPage: 100, startIndex: 101 }),
    ],
    [
      "Entra read the list of people (2 people)",
      listed("startIndex=1&count=100", { totalResults: 2, itemsPerPage: 2, startIndex: 1 }),
    ],
    [
      "Entra read people 1 to 100 of 5,000",
      listed("", { truncated: true, beginning: '{"totalResults":5000,"startIndex":1,"itemsPerPage":100,' }),
    ],
    ["Entra read Ada Lovelace", createExchange()],
    ["Entra read the schemas", createExchange({ path: "/Schemas", operation: "list schemas", action: "schemas.read" })],
    [
      "Entra sent 212 operations in one request: 200 done, 12 failed",
      createExchange({
        method: "POST",
        operation: "bulk",
        outcome: "changed",
        action: "bulk.processed",
        leniencies: [{ name: "bulkRefusals", detail: "12 of 212 operations were refused; the response says why" }],
      }),
    ],
    [
      "Entra created 2 people in one request",
      createExchange({
        method: "POST",
        operation: "bulk",
        outcome: "changed",
        action: "user.created",
        responseBody: { Operations: [{}, {}] },
      }),
    ],
    ["Somebody at 20.1.2.3 sent no access token", refused("token_presented", { agent: "unknown", status: 401 }, false)],
    [
      "Okta's token was refused: it is cut off (37 of 61 characters)",
      refused(
        "checksum",
        {
          agent: "okta",
          status: 401,
          detail: "The access token is cut off: it has 37 characters, and a whole one has 61. Copy it again.",
        },
        false,
      ),
    ],
    ["Entra's token was refused: it has expired", refused("not_expired", { status: 401 })],
    [
      "Entra was turned away: it called from 20.1.2.3, which is not among its allowed addresses",
      refused("ip_allowed", { status: 403 }),
    ],
  ])("%s", (sentence, exchange) => {
    expect(toPlainText(describeExchange(exchange))).toBe(sentence);
  });

  function refused(step: TraceStepName, change: Partial<LoggedExchange>, isKnown = true): LoggedExchange {
    const { client, ...stranger } = createExchange({ outcome: "refused" });
    const caller = isKnown && client !== undefined ? { ...stranger, client } : stranger;
    return { ...caller, trace: [{ step, outcome: "fail" }], ...change };
  }

  test("names lead to their pages, whoever is gone to none", () => {
    const sentence = describeExchange(changed({ action: "user.deactivated" }));
    expect(sentence.flatMap(({ target }) => target ?? [])).toEqual([
      { kind: "scimClient", id: createExchange().client?.id },
      { kind: "user", id: adaId },
    ]);
    const deletion = describeExchange(changed({ action: "user.deleted" }, { method: "DELETE" }));
    expect(deletion.flatMap(({ target }) => target ?? [])).toHaveLength(1);
  });
});

describe("the sentence of many requests", () => {
  const burst = {
    name: "Entra",
    from: new Date("2026-11-28T14:02:09Z"),
    to: new Date("2026-11-28T14:09:59Z"),
    requests: 312,
    created: 3,
    updated: 7,
    unchanged: 302,
    failed: 0,
  };
  test.each([
    ["Entra, 14:02-14:09: 312 requests, 3 created, 7 updated, 302 unchanged, 0 failed", burst],
    [
      "Entra, 14:02: 1 request, 0 created, 0 updated, 1 deactivated, 0 unchanged, 0 failed",
      { ...burst, to: burst.from, requests: 1, created: 0, updated: 0, deactivated: 1, unchanged: 0 },
    ],
  ])("%s", (sentence, value) => {
    expect(describeBurst(value)).toBe(sentence);
  });
});
