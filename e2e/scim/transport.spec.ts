import { expect, test } from "../fixtures";
import { createUser, filtered, find, get, idOf, patch, post, put, remove, send, userBody } from "./exchange";
import { expectListResponse, expectScimError } from "./expectations";
import { rawRequest } from "./raw-request";
import { bulkRequestUrn, patchOpUrn, userUrn } from "./urns";

test("T-01, interop 20: every error has SCIM's media type and form: 400, 401, 404, 405, 409, 415, 501", async ({
  scim,
}) => {
  const taken = String((await createUser(scim)).userName);
  expectScimError(await post(scim, "/Users", { text: "{" }), 400, "invalidSyntax");
  expectScimError(await get(scim, "/Users", { authorization: "Bearer nobody" }), 401);
  expectScimError(await get(scim, "/Nothing"), 404);
  expectScimError(await get(scim, "/Users/nobody"), 404);
  expectScimError(await put(scim, "/Users", userBody()), 405);
  expectScimError(await post(scim, "/Users", userBody({ userName: taken })), 409, "uniqueness");
  expectScimError(await post(scim, "/Users", { text: "<User/>" }, { "content-type": "application/xml" }), 415);
  expectScimError(await post(scim, "/Bulk", { schemas: [bulkRequestUrn], Operations: [] }), 400, "invalidSyntax");
  expectScimError(await get(scim, "/Me"), 501);
});

test("T-01 successes have SCIM's media type: create, read, list, replace, patch, discovery", async ({ scim }) => {
  const user = await createUser(scim);
  const path = `/Users/${idOf(user)}`;
  for (const answer of [
    await get(scim, path),
    await get(scim, "/Users"),
    await put(scim, path, userBody()),
    await patch(scim, path, { op: "add", path: "title", value: "x" }),
    await get(scim, "/ServiceProviderConfig"),
    await get(scim, "/Schemas"),
    await get(scim, "/ResourceTypes"),
  ]) {
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toMatch(/^application\/scim\+json/);
  }
});

for (const contentType of [
  "application/scim+json",
  "application/json",
  "application/scim+json; charset=utf-8",
  "application/json;charset=UTF-8",
  "Application/SCIM+JSON; Charset=Utf-8",
]) {
  test(`T-02, interop 28: ${contentType} is accepted on POST, PUT and PATCH`, async ({ scim }) => {
    const headers = { "content-type": contentType };
    const created = await post(scim, "/Users", userBody(), headers);
    expect(created.status, created.text).toBe(201);
    const path = `/Users/${idOf(created.body)}`;
    expect((await put(scim, path, userBody({ title: "Chief" }), headers)).body.title).toBe("Chief");
    const operations = { schemas: [patchOpUrn], Operations: [{ op: "replace", path: "title", value: "Head" }] };
    expect((await send(scim, "PATCH", path, operations, headers)).body.title).toBe("Head");
  });
}

for (const contentType of ["text/plain", "application/xml", "application/x-www-form-urlencoded", "nonsense"]) {
  test(`T-03 ${contentType} is a 415 on POST, PUT and PATCH, and nothing is written`, async ({ scim }) => {
    const user = await createUser(scim);
    const path = `/Users/${idOf(user)}`;
    const headers = { "content-type": contentType };
    const body = userBody();
    expectScimError(await post(scim, "/Users", body, headers), 415);
    expectScimError(await put(scim, path, body, headers), 415);
    expectScimError(await send(scim, "PATCH", path, { schemas: [patchOpUrn], Operations: [] }, headers), 415);
    expect((await get(scim, path)).body).toEqual(user);
    expect(await find(scim, "/Users", `userName eq "${String(body.userName)}"`)).toEqual([]);
  });
}

test("T-03 a missing Content-Type with valid JSON is accepted", async ({ scim }) => {
  const headers = { authorization: `Bearer ${scim.token}` };
  const created = await rawRequest(scim.baseUrl, "POST", "/Users", headers, JSON.stringify(userBody()));
  expect(created.status, created.text).toBe(201);
  const body = JSON.stringify({ schemas: [patchOpUrn], Operations: [{ op: "add", path: "title", value: "x" }] });
  const patched = await rawRequest(scim.baseUrl, "PATCH", `/Users/${idOf(created.body)}`, headers, body);
  expect(patched.body.title).toBe("x");
});

for (const accept of [
  "application/scim+json",
  "application/json",
  "*/*",
  "application/scim+json; charset=utf-8",
  "application/*",
  "text/html, application/json;q=0.9",
  undefined,
]) {
  test(`T-04 Accept ${accept ?? "absent"} is answered`, async ({ scim }) => {
    const headers = { authorization: `Bearer ${scim.token}`, ...(accept === undefined ? {} : { accept }) };
    expectListResponse(await rawRequest(scim.baseUrl, "GET", "/Users", headers));
  });
}

test("T-04 an Accept without JSON is answered all the same, or refused with a 406 in SCIM's form", async ({ scim }) => {
  const answer = await get(scim, "/Users", { accept: "text/html" });
  if (answer.status === 406) {
    expectScimError(answer, 406);
  } else {
    expectListResponse(answer);
  }
});

for (const text of ["", "{", '{"schemas":', "[]", '"x"', "null", "5", "true", "{} {}", "not json", "[{}]"]) {
  test(`T-05 the body ${JSON.stringify(text)} is a 400 invalidSyntax`, async ({ scim }) => {
    const user = await createUser(scim);
    const path = `/Users/${idOf(user)}`;
    const headers = { authorization: `Bearer ${scim.token}`, "content-type": "application/scim+json" };
    expectScimError(await rawRequest(scim.baseUrl, "POST", "/Users", headers, text), 400, "invalidSyntax");
    expectScimError(await rawRequest(scim.baseUrl, "POST", "/Groups", headers, text), 400, "invalidSyntax");
    expectScimError(await rawRequest(scim.baseUrl, "PUT", path, headers, text), 400, "invalidSyntax");
    expectScimError(await rawRequest(scim.baseUrl, "PATCH", path, headers, text), 400, "invalidSyntax");
    expect((await get(scim, path)).body).toEqual(user);
  });
}

test("T-09 an unknown path is a 404, whatever the method", async ({ scim, serverName }) => {
  const id = idOf(await createUser(scim));
  // `next start` itself refuses what cannot be decoded, before any of our code sees it.
  const undecodable = serverName === "direct" ? ["/%FF"] : [];
  for (const path of ["/Nothing", "/Users/x/y", `/Users/${id}/groups`, "/Schemas/x/y", "/Devices", ...undecodable]) {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
      expectScimError(
        await send(scim, method, path, method === "GET" || method === "DELETE" ? undefined : userBody()),
        404,
      );
    }
  }
});

test("T-09 a trailing slash changes nothing", async ({ scim }) => {
  const created = await post(scim, "/Users/", userBody());
  expect(created.status, created.text).toBe(201);
  const path = `/Users/${idOf(created.body)}/`;
  expect((await get(scim, path)).body).toEqual(created.body);
  expectListResponse(await get(scim, "/Users/"));
  expectListResponse(await get(scim, filtered("/Users/", 'userName eq "x"')));
  expectListResponse(await get(scim, "/Schemas/"));
  expect((await get(scim, "/ServiceProviderConfig/")).status).toBe(200);
  expect((await patch(scim, path, { op: "replace", path: "title", value: "x" })).status).toBe(200);
  expect((await put(scim, path, userBody())).status).toBe(200);
  expect((await remove(scim, path)).status).toBe(204);
});

test("T-09 another version of the protocol is a 400 invalidVers or a 404", async ({ scim }) => {
  const base = scim.baseUrl.replace(/\/v2$/, "");
  for (const version of ["v1", "v1.1", "v3"]) {
    const response = await fetch(`${base}/${version}/Users`, { headers: { authorization: `Bearer ${scim.token}` } });
    expect([400, 404]).toContain(response.status);
    await response.arrayBuffer();
  }
});

test("T-10 a method that a path does not have is a 405 that lists those it has", async ({ scim }) => {
  const id = idOf(await createUser(scim));
  const collection = ["GET", "POST"];
  const resource = ["GET", "PUT", "PATCH", "DELETE"];
  const refused: readonly (readonly [string, string, readonly string[]])[] = [
    ["PUT", "/Users", collection],
    ["PATCH", "/Users", collection],
    ["DELETE", "/Users", collection],
    ["PUT", "/Groups", collection],
    ["DELETE", "/Groups", collection],
    ["POST", `/Users/${id}`, resource],
    ["POST", "/Groups/nobody", resource],
    ...["/ServiceProviderConfig", "/Schemas", `/Schemas/${userUrn}`, "/ResourceTypes", "/ResourceTypes/User"].flatMap(
      (path) => ["POST", "PUT", "PATCH", "DELETE"].map((method) => [method, path, ["GET"]] as const),
    ),
  ];
  for (const [method, path, methods] of refused) {
    const answer = await send(scim, method, path, method === "DELETE" ? undefined : userBody());
    expectScimError(answer, 405);
    const allowed = (answer.headers.get("allow") ?? "").split(/\s*,\s*/);
    expect(allowed, `${method} ${path}`).toEqual(expect.arrayContaining([...methods]));
    expect(allowed).not.toContain(method);
  }
});

test("T-11 OPTIONS lists the methods", async ({ scim }) => {
  const id = idOf(await createUser(scim));
  for (const [path, methods] of [
    ["/Users", ["GET", "HEAD", "POST"]],
    [`/Users/${id}`, ["GET", "HEAD", "PUT", "PATCH", "DELETE"]],
    ["/Groups", ["GET", "HEAD", "POST"]],
    ["/Schemas", ["GET", "HEAD"]],
    ["/ServiceProviderConfig", ["GET", "HEAD"]],
  ] as const) {
    const answer = await send(scim, "OPTIONS", path);
    expect([200, 204]).toContain(answer.status);
    expect((answer.headers.get("allow") ?? "").split(/\s*,\s*/)).toEqual(expect.arrayContaining([...methods]));
  }
});

test("T-11 HEAD answers as GET does, without the body", async ({ scim }) => {
  const id = idOf(await createUser(scim));
  for (const path of [
    `/Users/${id}`,
    "/Users",
    "/Users/nobody",
    "/Schemas",
    "/ServiceProviderConfig",
    "/Groups",
    "/Nothing",
  ]) {
    const head = await send(scim, "HEAD", path);
    const full = await get(scim, path);
    expect(head.text).toBe("");
    expect(head.status).toBe(full.status);
    for (const name of ["content-type", "etag", "location", "www-authenticate"]) {
      expect(head.headers.get(name), `${name} of ${path}`).toBe(full.headers.get(name));
    }
  }
});

test("T-12 a token in the query string lets nobody in", async ({ scim }) => {
  for (const parameter of ["access_token", "token", "authorization"]) {
    const answer = await rawRequest(scim.baseUrl, "GET", `/Users?${parameter}=${scim.token}`, {});
    expectScimError(answer, 401);
  }
});

test("T-14 nothing is ever redirected", async ({ scim, serverName }) => {
  // `next start` itself folds slashes by a 308, which no setting turns off.
  const doubled = serverName === "direct" ? ["//Users"] : [];
  const id = idOf(await createUser(scim));
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"]) {
    for (const path of ["/Users/", `/Users/${id}/`, "/Groups/", "/", ...doubled]) {
      const body = method === "GET" || method === "HEAD" || method === "DELETE" ? undefined : "{}";
      const headers = { authorization: `Bearer ${scim.token}`, "content-type": "application/scim+json" };
      const answer = await rawRequest(scim.baseUrl, method, path, headers, body);
      expect(answer.status < 300 || answer.status >= 400, `${method} ${path} -> ${answer.status}`).toBe(true);
    }
  }
});

test("T-16 X-HTTP-Method-Override is ignored", async ({ scim }) => {
  const id = idOf(await createUser(scim));
  const headers = { "x-http-method-override": "DELETE", "x-method-override": "DELETE", "x-http-method": "DELETE" };
  expect((await get(scim, `/Users/${id}`, headers)).status).toBe(200);
  expectScimError(await post(scim, `/Users/${id}`, userBody(), headers), 405);
  expect((await get(scim, `/Users/${id}`)).status).toBe(200);
});
