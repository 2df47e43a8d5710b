import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { group, holdTarget, patch, user } from "./hold-target";
import { productBehaviours } from "./products";

const { start, call, create } = holdTarget();
const title = patch({ op: "replace", path: "title", value: "Dr" });

describe("pages by cursor (RFC 9865)", () => {
  const names = async (path: string) => {
    const found: JsonValue[] = [];
    let cursor: JsonValue | undefined = "";
    while (typeof cursor === "string") {
      const list = (await call("GET", `${path}&cursor=${encodeURIComponent(cursor)}`)).body as JsonObject;
      found.push(...(list.Resources as JsonObject[]).map(({ userName }) => userName ?? null));
      cursor = list.nextCursor;
    }
    return found;
  };

  it.each(["cursor", "both"] as const)("go on to the end, by %s", async (paging) => {
    const target = await start({ paging, ids: "odd" });
    for (let number = 0; number < 5; number += 1) target.byHand.create("User", { userName: `u${number}` });
    expect(await names("/Users?count=2")).toEqual(["u0", "u1", "u2", "u3", "u4"]);
    expect(await names("/Users?count=5")).toHaveLength(5);
    const third = (await call("GET", "/Users?startIndex=3&count=2")).body as { Resources: JsonObject[] };
    expect(third.Resources[0]).toMatchObject({ userName: paging === "both" ? "u2" : "u0" });
    expect((await call("GET", "/ServiceProviderConfig")).body).toMatchObject({
      pagination: { cursor: true, index: paging === "both" },
    });
    const gone = Buffer.from("nobody").toString("base64url");
    expect((await call("GET", `/Users?cursor=${gone}`)).body).toMatchObject({ scimType: "expiredCursor" });
  });
});

describe("products", () => {
  it("aws", async () => {
    await start(productBehaviours.aws);
    const id = await create("/Users", user("ada"));
    const groupId = await create("/Groups", group("Team", [id]));
    expect((await call("GET", `/Groups/${groupId}`)).body).not.toHaveProperty("members");
    expect((await call("PUT", `/Groups/${groupId}`, group("Team"))).status).toBe(405);
    expect((await call("PUT", `/Users/${id}`, user("ada"))).status).toBe(200);
    const emails = [{ value: "a@x.example" }, { value: "b@x.example" }];
    expect((await call("PUT", `/Users/${id}`, user("ada", { emails }))).status).toBe(400);
    expect((await call("GET", "/ServiceProviderConfig")).body).not.toHaveProperty("pagination");
  });

  it("salesforce", async () => {
    await start(productBehaviours.salesforce);
    expect((await call("GET", "/ServiceProviderConfig")).status).toBe(404);
    expect((await call("GET", "/ServiceProviderConfigs")).status).toBe(200);
    expect((await call("DELETE", `/Users/${await create("/Users", user("ada"))}`)).status).toBe(400);
  });

  it("webex", async () => {
    await start(productBehaviours.webex);
    const value = await create("/Users", user("ada"));
    const id = await create("/Groups", { ...group("Team"), members: [{ value, type: "user" }] });
    for (const member of [{ value }, { value, type: "User" }]) {
      const add = patch({ op: "add", path: "members", value: [member] });
      expect((await call("PATCH", `/Groups/${id}`, add)).body).toMatchObject({ scimType: "invalidValue" });
      expect((await call("POST", "/Groups", { ...group("Other"), members: [member] })).status).toBe(400);
    }
    const remove = patch({ op: "remove", path: `members[value eq "${value}"]` });
    expect((await call("PATCH", `/Groups/${id}`, remove)).status).toBe(200);
  });

  it("gitlab", async () => {
    const target = await start(productBehaviours.gitlab);
    const id = await create("/Users", user("ada", { title: "Mx" }));
    await call("PATCH", `/Users/${id}`, title);
    await call("PATCH", `/Users/${id}`, patch({ op: "replace", path: "active", value: false }));
    expect(target.find("User", "ada")).toMatchObject({ title: "Mx", active: false });
    expect((await call("GET", "/Groups")).headers.get("content-type")).toBe("text/html");
  });

  it("google", async () => {
    await start(productBehaviours.google);
    const id = await create("/Users", user("ada"));
    expect((await call("PUT", `/Users/${id}`, user("ada"))).status).toBe(404);
    expect((await call("PATCH", `/Users/${id}`, title)).status).toBe(200);
  });

  it("zulip", async () => {
    const target = await start(productBehaviours.zulip);
    expect((await call("POST", "/Users", user("bo", { active: false }))).status).toBe(400);
    const id = await create("/Users", user("ada", { title: "Dr" }));
    await call("PUT", `/Users/${id}`, user("ada", { active: false }));
    expect(target.find("User", "ada")).toMatchObject({ title: "Dr", active: false });
    expect((await call("PATCH", `/Users/${id}`, title)).status).toBe(405);
    expect((await call("DELETE", `/Users/${id}`)).status).toBe(400);
  });
});
