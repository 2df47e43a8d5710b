import type { JsonObject } from "@/lib/scim/json";
import { expect, test } from "../fixtures";
import { get, send, textAt, userBody } from "./exchange";
import { expectListResponse, expectScimError } from "./expectations";

const requests: readonly (readonly [what: string, method: string, body?: JsonObject])[] = [
  ["reading", "GET"],
  ["replacing", "PUT", userBody()],
  ["patching", "PATCH", {}],
  ["deleting", "DELETE"],
  ["creating", "POST", userBody()],
];

for (const preset of ["generic", "strict"]) {
  test.describe(() => {
    test.use({ scimClient: { preset } });
    for (const [what, method, body] of requests) {
      test(`M-01 ${what} /Me is a 501 that says why, and nothing is written, preset ${preset}`, async ({ scim }) => {
        const answer = await send(scim, method, "/Me", body);
        expectScimError(answer, 501);
        expect(textAt(answer.body, "detail")).toMatch(/token belongs to a SCIM client and not to a person/);
        expect(expectListResponse(await get(scim, "/Users"))).toEqual([]);
      });
    }
  });
}
