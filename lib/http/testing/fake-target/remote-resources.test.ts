import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRemoteResources } from "./remote-resources";

/** What is done to the resources: `which` picks one of those that are there. */
const act = fc.record({
  kind: fc.constantFrom("add", "put", "remove"),
  which: fc.nat({ max: 20 }),
  userName: fc.constantFrom("a", "A", "é", "É", "b"),
  externalId: fc.constantFrom("x", "X", undefined),
});

describe("createRemoteResources", () => {
  it("finds by its index what a look at each of them finds, in whatever order they change", () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
        let number = 0;
        const resources = createRemoteResources("User", () => {
          number += 1;
          return number;
        });
        for (const { kind, which, userName, externalId } of acts) {
          const ids = [...resources.all.keys()];
          const id = ids[which % Math.max(1, ids.length)];
          const attributes = { userName, ...(externalId === undefined ? {} : { externalId }) };
          if (kind === "add" || id === undefined) resources.add(attributes, "integer");
          else if (kind === "put") resources.put(id, attributes);
          else resources.remove(id);
        }
        const scan = (isWanted: (userName: unknown, externalId: unknown) => boolean) =>
          [...resources.all].filter(([, it]) => isWanted(it.userName, it.externalId)).map(([id]) => id);
        const sorted = (ids: readonly string[]) => ids.toSorted((a, b) => Number(a) - Number(b));
        for (const name of ["a", "é", "b", "c"]) {
          const expected = scan((userName) => String(userName).toLowerCase() === name);
          expect(sorted(resources.find("userName", name.toUpperCase()))).toEqual(expected);
        }
        for (const text of ["x", "X", "y"]) {
          expect(sorted(resources.find("externalId", text))).toEqual(scan((_, externalId) => externalId === text));
        }
      }),
    );
  });

  it("gives a version to every change, and to nothing else", () => {
    const resources = createRemoteResources("User", () => 1);
    const id = resources.add({ userName: "a", name: { givenName: "A", familyName: "B" } }, "uuid");
    resources.put(id, { name: { familyName: "B", givenName: "A" }, userName: "a" });
    expect(resources.all.get(id)).toMatchObject({ meta: { version: 'W/"1"' } });
    const created = resources.all.get(id)?.meta;
    resources.put(id, { userName: "A" });
    expect(resources.all.get(id)).toMatchObject({ userName: "A", meta: { version: 'W/"2"' } });
    expect(resources.all.get(id)?.meta).toMatchObject({ created: (created as { created: string }).created });
    expect(() => resources.put("nobody", {})).toThrow("nobody");
    expect(resources.remove(id)).toBe(true);
    expect(resources.remove(id)).toBe(false);
  });
});
