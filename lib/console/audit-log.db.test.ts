import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { insertAuditEvent } from "@/lib/db/audit-events";
import { createTestDirectory, type TestDirectory } from "@/lib/db/testing/test-directory";
import type { Access } from "./access";
import { exportAuditLog, viewAuditLog } from "./audit-log";
import { changeSettings } from "./settings-view";
import { createTestAccess } from "./testing/create-access";

let directory: TestDirectory;
let access: Access;
let stranger: Access;

beforeAll(async () => {
  directory = await createTestDirectory();
  access = await createTestAccess(directory.database);
  stranger = await createTestAccess(directory.database);
});
afterAll(() => directory.drop());

async function act(subject: string, action = "stream.created"): Promise<void> {
  const { database, actor, organization } = access;
  await insertAuditEvent(database.prisma, { actor, organizationId: organization.id, action, subject });
}

async function exportAll(format: "csv" | "ndjson", filter = {}): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of exportAuditLog(access, filter, format)) pieces.push(piece);
  return pieces.join("");
}

describe("the audit log", () => {
  test("tells who did what, the latest first", async () => {
    await act("General");
    const [latest] = (await viewAuditLog(access, {})).entries;
    expect(latest).toMatchObject({
      actor: "Ada Lovelace",
      actorId: access.person.id,
      sentence: "made the stream General",
    });
  });

  test("what the command line did has no person", async () => {
    const { entries } = await viewAuditLog(access, { kind: "organization" });
    expect(entries.at(-1)).toMatchObject({ actor: "Command line", actorId: undefined });
  });

  test("holds nothing of another organization", async () => {
    await act("Secret plans");
    const { entries } = await viewAuditLog(stranger, { text: "Secret" });
    expect(entries).toEqual([]);
  });

  test("is searched by subject, by act and by the person's name", async () => {
    await act("Numbers");
    const find = async (text: string) => (await viewAuditLog(access, { text })).entries.map(({ subject }) => subject);
    expect(await find("nUMB")).toEqual(["Numbers"]);
    expect(await find("stream.created")).toContain("Numbers");
    expect(await find("lovelace")).toContain("Numbers");
    expect(await find("100% sure_thing")).toEqual([]);
  });

  test("is narrowed by day", async () => {
    const today = new Date().toISOString().slice(0, 10);
    expect((await viewAuditLog(access, { from: today, until: today })).entries.length).toBeGreaterThan(0);
    expect((await viewAuditLog(access, { until: "2001-01-01" })).entries).toEqual([]);
  });

  test("has pages in both directions that skip and repeat nothing", async () => {
    for (let number = 0; number < 120; number++) await act(`Page ${number}`, "stream.renamed");
    const filter = { text: "Page " };
    const first = await viewAuditLog(access, filter);
    const second = await viewAuditLog(access, filter, { before: String(first.older) });
    const third = await viewAuditLog(access, filter, { before: String(second.older) });
    const all = [first, second, third].flatMap(({ entries }) => entries.map(({ subject }) => subject));
    expect(all).toEqual(Array.from({ length: 120 }, (_, index) => `Page ${119 - index}`));
    expect([first.newer, third.older]).toEqual([undefined, undefined]);
    const back = await viewAuditLog(access, filter, { after: String(second.newer) });
    expect(back.entries).toEqual(first.entries);
    expect(back.newer).toBeUndefined();
  });

  test("is exported whole, a formula made harmless", async () => {
    await act("=HYPERLINK(1)", "export.checked");
    const lines = (await exportAll("ndjson", { text: "Page " })).trim().split("\n");
    expect(lines).toHaveLength(120);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ subject: "Page 119", actor: "Ada Lovelace" });
    const csv = await exportAll("csv", { text: "HYPERLINK" });
    expect(csv).toMatch(/^at,actor,actorId,action,subject,sentence,details\r\n/);
    expect(csv).toContain(",'=HYPERLINK(1),");
  });
});

describe("settings", () => {
  const form = {
    name: "Lab",
    allowedEmailDomains: "lab.example",
    allowEmailSubdomains: "true",
    requestRetentionDays: "30",
    bodyRetentionDays: "7",
    changeRetentionDays: "365",
    redaction: "masked",
  };

  test("what changed is written, with an event that holds only that", async () => {
    const result = await changeSettings(access, form);
    expect(result).toMatchObject({ ok: true });
    const [event] = (await viewAuditLog(access, { kind: "organization" })).entries;
    expect(event?.sentence).toContain("changed the organization's");
    expect(JSON.parse(event?.details ?? "{}").after).toMatchObject({ redaction: "masked", requestRetentionDays: 30 });
    expect(await changeSettings(access, form)).toMatchObject({ ok: true, value: [] });
  });

  test.each([
    ["requestRetentionDays", "0"],
    ["bodyRetentionDays", "1.5"],
    ["changeRetentionDays", "3651"],
    ["redaction", "none"],
    ["allowedEmailDomains", "not a domain"],
    ["name", " "],
  ])("%s cannot be %j, and then nothing is written", async (field, value) => {
    const result = await changeSettings(access, { ...form, requestRetentionDays: "31", [field]: value });
    expect(result).toMatchObject({ ok: false, field });
    const { requestRetentionDays } = await access.database.prisma.organization.findUniqueOrThrow({
      where: { id: access.organization.id },
    });
    expect(requestRetentionDays).toBe(30);
  });
});
