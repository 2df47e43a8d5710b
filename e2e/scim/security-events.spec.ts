import { expect, test } from "../fixtures";
import { createUser, get, idOf, listAt, patch, post, put, send, sortedTexts, textAt, userBody } from "./exchange";
import { expectListResponse, expectScimError } from "./expectations";
import { bulkRequestUrn, patchOpUrn } from "./urns";

// RFC 9967 is not offered, and neither is a mode that requires If-Match: nothing promises them, and a client that asks for
// them all the same gets the ordinary answer.
for (const preset of ["generic", "strict"]) {
  test.describe(() => {
    test.use({ scimClient: { preset } });

    test(`E-01, E-02 no security event and no type of one is advertised, preset ${preset}`, async ({ scim }) => {
      for (const headers of [{}, { authorization: "" }]) {
        const { status, body, text } = await get(scim, "/ServiceProviderConfig", headers);
        expect(status).toBe(200);
        expect(body).not.toHaveProperty("securityEvents");
        expect(text).not.toMatch(/urn:ietf:params:scim:event/i);
      }
      const schemas = await get(scim, "/Schemas");
      expect(schemas.status).toBe(200);
      expect(schemas.text).not.toMatch(/urn:ietf:params:scim:event/i);
    });

    test(`E-03 there is no event stream to push to or to poll, preset ${preset}`, async ({ scim }) => {
      const types = expectListResponse(await get(scim, "/ResourceTypes"));
      expect(sortedTexts(types, "name").filter((name) => /event|stream/i.test(name))).toEqual([]);
      for (const path of ["/SecurityEvents", "/EventStreams", "/Events"]) {
        expectScimError(await get(scim, path), 404);
        expectScimError(await post(scim, path, { ack: [], maxEvents: 1, returnImmediately: true }), 404);
      }
    });

    test(`E-04, B-11 Prefer: respond-async is answered at once, and nothing says otherwise, preset ${preset}`, async ({
      scim,
    }) => {
      const prefer = { prefer: "respond-async" };
      const created = await post(scim, "/Users", userBody(), prefer);
      const path = `/Users/${idOf(created.body)}`;
      const replacement = userBody({ userName: textAt(created.body, "userName"), active: true });
      const operation = { op: "replace", path: "displayName", value: "Anna Lind" };
      const answers = [
        [created, 201],
        [await put(scim, path, replacement, prefer), 200],
        [await send(scim, "PATCH", path, { schemas: [patchOpUrn], Operations: [operation] }, prefer), 200],
        [
          await post(
            scim,
            "/Bulk",
            {
              schemas: [bulkRequestUrn],
              Operations: [{ method: "POST", path: "/Users", bulkId: "one", data: userBody() }],
            },
            prefer,
          ),
          200,
        ],
        [await send(scim, "DELETE", path, undefined, prefer), 204],
      ] as const;
      for (const [answer, status] of answers) {
        expect(answer.status, answer.text).toBe(status);
        expect(answer.headers.get("set-txn")).toBeNull();
        expect(answer.headers.get("preference-applied")).toBeNull();
      }
      // The operation was done when the answer came, not later.
      const bulk = answers[3][0];
      expect(listAt(bulk.body, "Operations")).toEqual([expect.objectContaining({ bulkId: "one", status: "201" })]);
      const location = textAt(bulk.body, "Operations[0].location");
      expect((await get(scim, location.slice(scim.baseUrl.length))).status).toBe(200);
    });

    test(`V-06 If-Match is never required: a write without it is no 428, preset ${preset}`, async ({ scim }) => {
      const user = await createUser(scim);
      const path = `/Users/${idOf(user)}`;
      const replacement = userBody({ userName: textAt(user, "userName"), active: true });
      expect((await put(scim, path, replacement)).status).toBe(200);
      expect((await patch(scim, path, { op: "add", path: "title", value: "Lead" })).status).toBe(200);
      expect((await send(scim, "DELETE", path)).status).toBe(204);
    });
  });
}
