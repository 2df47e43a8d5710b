import { describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/scim/json";
import { scimError } from "./answer";
import { bulk, group, holdTarget, patch, user } from "./hold-target";

const { start, call, create } = holdTarget();

const make = (bulkId: string, more: JsonObject = {}): JsonObject => ({
  method: "POST",
  path: "/Users",
  bulkId,
  data: user(bulkId, more),
});
const makeGroup = (bulkId: string, members: readonly string[]): JsonObject => ({
  method: "POST",
  path: "/Groups",
  bulkId,
  data: group(bulkId, members),
});
const resultsOf = (body: unknown) => (body as { Operations: JsonObject[] }).Operations;

describe("Bulk (RFC 7644 §3.7)", () => {
  it("makes people and a group of them, whichever comes first", async () => {
    const target = await start();
    const { status, body } = await call(
      "POST",
      "/Bulk",
      bulk([makeGroup("g", ["bulkId:a", "bulkId:b"]), make("a"), make("b")]),
    );
    expect(status).toBe(200);
    expect(resultsOf(body)).toMatchObject([
      { method: "POST", bulkId: "g", status: "201", version: 'W/"1"' },
      { bulkId: "a", status: "201" },
      { bulkId: "b", status: "201" },
    ]);
    expect(target.snapshot().groups).toMatchObject([{ displayName: "g", members: ["a", "b"] }]);
    const [groupId = ""] = target.resources.groups.keys();
    expect(resultsOf(body)[0]?.location).toBe(`${target.url}/Groups/${groupId}`);
    expect(target.requests[0]?.operations?.map(({ bulkId, status: done }) => [bulkId, done])).toEqual([
      ["a", 201],
      ["b", 201],
      ["g", 201],
    ]);
  });

  it.each(["uuid", "integer", "odd"] as const)(
    "changes and removes, also what it has just made, with %s ids",
    async (ids) => {
      const target = await start({ ids });
      const id = await create("/Users", user("old"));
      const title = patch({ op: "replace", path: "title", value: "Dr" });
      const path = `/Users/${encodeURIComponent(id)}`;
      const { body } = await call(
        "POST",
        "/Bulk",
        bulk([
          make("a"),
          { method: "PATCH", path: "/Users/bulkId:a", data: title },
          makeGroup("g", ["bulkId:a", id]),
          {
            method: "PATCH",
            path: "/Groups/bulkId:g",
            data: patch({ op: "remove", path: 'members[value eq "bulkId:a"]' }),
          },
          { method: "PUT", path, version: 'W/"1"', data: user("new") },
          { method: "PATCH", path, version: 'W/"1"', data: title },
        ]),
      );
      expect(resultsOf(body).map(({ status }) => status)).toEqual(["201", "200", "201", "200", "200", "412"]);
      expect(target.snapshot()).toMatchObject({
        users: [{ userName: "a", title: "Dr" }, { userName: "new" }],
        groups: [{ members: ["new"] }],
      });
      const removed = await call(
        "POST",
        "/Bulk",
        bulk([
          { method: "DELETE", path },
          { method: "DELETE", path },
        ]),
      );
      expect(resultsOf(removed.body).map(({ status }) => status)).toEqual(["204", "404"]);
    },
  );

  it("tells of what fails, and what hangs on it", async () => {
    await start();
    await create("/Users", user("earlier"));
    const { body } = await call(
      "POST",
      "/Bulk",
      bulk([make("a", { userName: " " }), makeGroup("g", ["bulkId:a"]), makeGroup("h", ["bulkId:x"]), make("b")]),
    );
    expect(resultsOf(body)).toMatchObject([
      { status: "400", response: { scimType: "invalidValue" } },
      { status: "409" },
      { status: "409" },
      { status: "201" },
    ]);
    expect(resultsOf(body)[0]).not.toHaveProperty("location");
  });

  it("stops at failOnErrors", async () => {
    const target = await start();
    const bad = make("bad", { userName: "" });
    const { body } = await call("POST", "/Bulk", bulk([make("a"), bad, make("b")], { failOnErrors: 1 }));
    expect(resultsOf(body).map(({ bulkId }) => bulkId)).toEqual(["a", "bad"]);
    expect(target.resources.users.size).toBe(1);
  });

  it("holds its limits", async () => {
    const target = await start({ bulk: { maxOperations: 2, maxPayloadSize: 1_000 } });
    expect((await call("POST", "/Bulk", bulk([make("a"), make("b"), make("c")]))).status).toBe(413);
    expect((await call("POST", "/Bulk", bulk([make("a", { title: "x".repeat(1_000) })]))).status).toBe(413);
    expect((await call("POST", "/Bulk", bulk([make("a"), make("a")]))).status).toBe(400);
    expect((await call("POST", "/Bulk", bulk([{ method: "POST", path: "/Users", data: user("a") }]))).status).toBe(400);
    expect((await call("POST", "/Bulk", { Operations: [] })).status).toBe(400);
    expect(target.resources.users.size).toBe(0);
    expect((await call("POST", "/Bulk", bulk([make("a"), make("b")]))).status).toBe(200);
  });
});

describe("lies and faults in Bulk", () => {
  it("results without bulkId, in another order, one lacking, with responses", async () => {
    await start({
      bulkResultsNameBulkId: false,
      bulkResultsOrder: "reversed",
      bulkResultsLack: 1,
      bulkResultsHoldResponse: true,
    });
    const results = resultsOf((await call("POST", "/Bulk", bulk([make("a"), make("b"), make("c")]))).body);
    expect(results).toMatchObject([{ response: { userName: "c" } }, { response: { userName: "a" } }]);
    expect(results[0]).not.toHaveProperty("bulkId");
  });

  it("references that it does not know", async () => {
    const target = await start({ bulkReferences: false });
    const { body } = await call("POST", "/Bulk", bulk([make("a"), makeGroup("g", ["bulkId:a"])]));
    expect(resultsOf(body)).toMatchObject([{ status: "201" }, { status: "400" }]);
    expect(target.resources.groups.size).toBe(0);
  });

  it("a fault of one operation", async () => {
    const target = await start();
    target.script({
      when: { bulk: true, matches: ({ body }) => (body as JsonObject).userName === "b" },
      instead: scimError(429),
    });
    const { body } = await call("POST", "/Bulk", bulk([make("a"), make("b"), makeGroup("g", ["bulkId:b"])]));
    expect(resultsOf(body).map(({ status }) => status)).toEqual(["201", "429", "409"]);
  });

  it.each([
    ["before" as const, 1],
    ["after" as const, 2],
  ])("the line drops %s an operation", async (drop, made) => {
    const target = await start({ faults: [{ when: { bulk: true }, skip: 1, times: 1, drop }] });
    await expect(call("POST", "/Bulk", bulk([make("a"), make("b"), make("c")]))).rejects.toThrow();
    expect(target.resources.users.size).toBe(made);
  });

  it("and all of it, when it has been carried out", async () => {
    const target = await start({ faults: [{ when: { path: "/Bulk" }, drop: "after" }] });
    await expect(call("POST", "/Bulk", bulk([make("a"), make("b")]))).rejects.toThrow();
    expect(target.resources.users.size).toBe(2);
  });
});
