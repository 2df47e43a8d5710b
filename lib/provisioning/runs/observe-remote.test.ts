import { describe, expect, test } from "vitest";
import type { JsonObject } from "@/lib/scim/json";
import type { ResourceLink } from "../sync-store";
import { observeRemote } from "./observe-remote";

const link: ResourceLink = {
  id: "l",
  resourceType: "User",
  resourceId: "u",
  label: "Ada",
  state: "linked",
  remoteId: "r",
  sent: { userName: "ada", title: "Dr" },
};
const shows = { members: true, isWhole: false };
/** Records the members a and b. */
const runs = {
  compareRecordedMembers: async (_linkId: string, values: readonly string[]) => ({
    extra: values.filter((value) => value !== "a" && value !== "b"),
    missing: ["a", "b"].filter((value) => !values.includes(value)),
  }),
};

function observe(resource: JsonObject, changes: Partial<ResourceLink> = {}, isInFlux = false) {
  return observeRemote(
    runs,
    "User",
    { id: "r", resource, etag: "W/1" },
    { link: { ...link, ...changes }, isInFlux },
    shows,
  );
}

describe("a person who is linked", () => {
  test("as they were sent, for the first time: what the target shows is known now", async () => {
    expect(await observe({ id: "r", userName: "ADA", title: "Dr", nickName: "x" })).toEqual({
      sighting: { resourceType: "User", remoteId: "r" },
      received: { link, received: { userName: "ADA", title: "Dr" }, etag: "W/1" },
    });
  });

  test("as they were left: nothing is to be kept", async () => {
    const received = { userName: "ADA", title: "Dr" };
    expect(await observe({ ...received, meta: {} }, { received })).toEqual({
      sighting: { resourceType: "User", remoteId: "r" },
    });
  });

  test("changed there", async () => {
    const drift = [{ path: "title", expected: "Dr", found: "Meddler" }];
    expect(await observe({ userName: "ada", title: "Meddler" })).toEqual({
      sighting: { resourceType: "User", remoteId: "r", finding: { kind: "drift", remoteId: "r", drift } },
    });
  });

  test.each<[string, Partial<ResourceLink>, boolean]>([
    ["a worker is at them", {}, true],
    ["they were deactivated", { state: "deactivated" }, false],
    ["they are ignored", { state: "ignored" }, false],
  ])("is not judged while %s", async (_name, changes, isInFlux) => {
    expect(await observe({ userName: "other" }, changes, isInFlux)).toEqual({
      sighting: { resourceType: "User", remoteId: "r" },
    });
  });
});

describe("what is not linked", () => {
  const tell = async (type: "User" | "Group", resource: JsonObject) =>
    (await observeRemote(runs, type, { id: "r", resource }, undefined, shows)).unmanaged;

  test("is told with what it may be known by", async () => {
    expect(await tell("User", { userName: "Ada@X.example", externalId: "7", active: false })).toEqual({
      resourceType: "User",
      remoteId: "r",
      label: "Ada@X.example",
      foldedName: "ada@x.example",
      externalId: "7",
      active: false,
    });
  });

  test("and by its id, where it has no name", async () => {
    expect(await tell("User", { userName: "  ", externalId: "", active: "yes" })).toEqual({
      resourceType: "User",
      remoteId: "r",
      label: "r",
      foldedName: "  ",
    });
    expect(await tell("Group", { userName: "no group has one" })).toEqual({
      resourceType: "Group",
      remoteId: "r",
      label: "r",
    });
  });
});

describe("a group that is linked", () => {
  const group: ResourceLink = {
    ...link,
    resourceType: "Group",
    sent: { displayName: "G" },
    received: { displayName: "G" },
  };
  const look = async (members: JsonObject, how: Partial<typeof shows> = {}) => {
    const remote = { id: "r", resource: { displayName: "G", ...members } };
    return (await observeRemote(runs, "Group", remote, { link: group, isInFlux: false }, { ...shows, ...how }))
      .sighting;
  };
  const seen = { resourceType: "Group", remoteId: "r" };

  test("has the members that are recorded", async () => {
    expect(await look({ members: [{ value: "b" }, { value: "a", display: "A" }] })).toEqual(seen);
  });

  test("has others: some more, one less; ids may be numbers", async () => {
    expect(await look({ members: [{ value: "a" }, { value: 7 }, {}, "x"] })).toEqual({
      ...seen,
      finding: {
        kind: "drift",
        remoteId: "r",
        drift: [{ path: "members", expected: ["b"], found: ["7"] }],
        members: { extra: ["7"], missing: ["b"] },
      },
    });
  });

  test("names none in a list: it has to be read by itself", async () => {
    expect(await look({})).toEqual({ ...seen, toVerify: true });
  });

  test("has none, read by itself or told so", async () => {
    const finding = {
      kind: "drift",
      remoteId: "r",
      drift: [{ path: "members", expected: ["a", "b"] }],
      members: { extra: [], missing: ["a", "b"] },
    };
    expect(await look({}, { isWhole: true })).toEqual({ ...seen, finding });
    expect(await look({ members: [] })).toEqual({ ...seen, finding });
  });

  test("is not judged by members at a target that never shows them", async () => {
    expect(await look({ members: [{ value: "x" }] }, { members: false })).toEqual(seen);
  });
});
