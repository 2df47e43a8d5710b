import { range } from "./people";
import { isRecord, type Phase, quoteAnswer, readBody } from "./phase";

const bulkSchema = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
const patchSchema = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const operations = 100;

/** A hundred people changed in one request. */
export const bulk: Phase = {
  name: "bulk of 100",
  weight: "bulk",
  begin: ({ directory: { people }, requests, pass, send }) => {
    const idAt = (index: number, operation: number) => people[(index * operations + operation) % people.length] ?? "";
    const titleAt = (index: number) => `Director ${pass}.${index}`;
    return {
      requests: range(requests, (index) => {
        const data = { schemas: [patchSchema], Operations: [{ op: "replace", path: "title", value: titleAt(index) }] };
        const all = range(operations, (one) => ({ method: "PATCH", path: `/Users/${idAt(index, one)}`, data }));
        return { method: "POST", path: "/Bulk", body: { schemas: [bulkSchema], Operations: all } };
      }),
      findMistake: (answer) => {
        if (answer.status !== 200) return quoteAnswer(answer);
        const { Operations: results } = readBody(answer);
        const isDone = Array.isArray(results) && results.length === operations && results.every(hasSucceeded);
        return isDone ? undefined : `not all operations were done: ${quoteAnswer(answer)}`;
      },
      finish: async (exchanges) => {
        const last = exchanges.at(-1)?.index ?? 0;
        const [answer] = await send([{ method: "GET", path: `/Users/${idAt(last, operations - 1)}` }]);
        const title = answer?.status === 200 ? String(readBody(answer).title) : "";
        return title.startsWith(`Director ${pass}.`) ? undefined : "what was written is not there";
      },
    };
  },
};

function hasSucceeded(result: unknown): boolean {
  return isRecord(result) && /^2\d\d$/.test(String(isRecord(result.status) ? result.status.code : result.status));
}
