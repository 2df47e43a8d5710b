import { validate, version } from "uuid";
import { describe, expect, it } from "vitest";
import { createId, firstUuidAt, isUuid } from "./uuid";

describe("createId, RFC 9562 §5.7", () => {
  const ids = Array.from({ length: 50_000 }, createId);

  it("makes UUIDs of version 7", () => {
    expect(ids.every((id) => isUuid(id) && validate(id) && version(id) === 7)).toBe(true);
  });

  it("makes each greater than the one before, also within a millisecond", () => {
    const misplaced = ids.filter((id, index) => index > 0 && id <= String(ids[index - 1]));
    expect(misplaced).toEqual([]);
  });

  it("begins with the time", () => {
    const before = Date.now();
    const id = createId();
    expect(id >= firstUuidAt(before) && id < firstUuidAt(Date.now() + 1_000)).toBe(true);
  });

  it("cannot be guessed from the one before: its end is chance", () => {
    const ends = new Set(ids.map((id) => id.slice(-12)));
    expect(ends.size).toBe(ids.length);
  });
});
