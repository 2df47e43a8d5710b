import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ScimError } from "@/lib/scim/errors";
import { createListCursors } from "./list-cursor";

const secret = "a secret of an installation, long enough";
const binding = ["organization", "client", "User", "query"];
const state = { count: 10, totalResults: 12, after: { key: "ada", id: "01900000-0000-7000-8000-000000000001" } };
const start = Date.UTC(2026, 0, 1);
const cursors = createListCursors(secret, () => start);

function refusalOf(run: () => unknown): { kind: string; detail: string } {
  try {
    run();
  } catch (error) {
    if (error instanceof ScimError) return { kind: error.kind, detail: error.message };
    throw error;
  }
  throw new Error("The cursor was taken.");
}

describe("K-04, K-05: cursors", () => {
  test("law: what is written is read again, and has unreserved URL characters alone", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "binary" })),
        fc.option(fc.string({ unit: "grapheme" })),
        fc.nat(),
        fc.nat(),
        (bound, key, count, totalResults) => {
          const held = { count, totalResults, after: { key, id: state.after.id } };
          const cursor = cursors.write(bound, held);
          expect(cursor).toMatch(/^[A-Za-z0-9._~-]+$/);
          expect(cursors.read(bound, cursor)).toEqual(held);
        },
      ),
    );
  });

  test("the longest sort key leaves room in a URL", () => {
    const key = "😀".repeat(500);
    expect(cursors.write(binding, { ...state, after: { ...state.after, key } }).length).toBeLessThan(3_000);
  });

  test("another organization, client, resource type or query gets one and the same refusal, and so does nonsense", () => {
    const cursor = cursors.write(binding, state);
    const bindings = binding.map((_, index) => binding.map((part, at) => (at === index ? `${part}2` : part)));
    const refusals = [
      ...bindings.map((other) => refusalOf(() => cursors.read(other, cursor))),
      // The parts cannot be shifted among one another.
      refusalOf(() => cursors.read(["organization", "client", `User","query`], cursor)),
      refusalOf(() => createListCursors(`${secret}2`, () => start).read(binding, cursor)),
      ...["x", "x.y", "..", `${cursor}A`, cursor.slice(1), cursor.slice(0, -1), `${cursor} `, "é"].map((other) =>
        refusalOf(() => cursors.read(binding, other)),
      ),
    ];
    expect(new Set(refusals.map(({ kind }) => kind))).toEqual(new Set(["invalidCursor"]));
    expect(new Set(refusals.map(({ detail }) => detail)).size).toBe(1);
  });

  test("law: whoever changes a character gets nowhere", () => {
    const cursor = cursors.write(binding, state);
    fc.assert(
      fc.property(fc.nat(cursor.length - 1), fc.constantFrom(..."AZaz09-_.~"), (index, character) => {
        fc.pre(cursor[index] !== character);
        const changed = cursor.slice(0, index) + character + cursor.slice(index + 1);
        expect(refusalOf(() => cursors.read(binding, changed)).kind).toBe("invalidCursor");
      }),
    );
  });

  test("a cursor may be used for 24 hours", () => {
    const cursor = cursors.write(binding, state);
    const hoursLater = (hours: number) => createListCursors(secret, () => start + hours * 3_600_000);
    expect(hoursLater(24).read(binding, cursor)).toEqual(state);
    expect(refusalOf(() => hoursLater(24.01).read(binding, cursor)).kind).toBe("expiredCursor");
    expect(refusalOf(() => hoursLater(24.01).read(["another"], cursor)).kind).toBe("invalidCursor");
  });
});
