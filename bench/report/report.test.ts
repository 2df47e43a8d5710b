import { describe, expect, test } from "vitest";
import { judgePhases, listFarBelow } from "./judge-phases";
import type { Measurement } from "./measurement";
import { writeIntoPage } from "./performance-page";
import { findGeometricMean, findRatio, summarise } from "./summarise";
import { createTables, formatAsMarkdown, formatAsText, listFailures } from "./tables";

function measured(contestant: string, requestsPerSecond: number, more: Partial<Measurement> = {}): Measurement {
  const rest = {
    round: 1,
    phase: "get",
    connections: 16,
    requests: 100,
    medianMs: 2,
    slowest1PercentMs: 9,
    generatorLoad: 0.1,
  };
  return { ...rest, contestant, requestsPerSecond, ...more };
}

const measurements = [
  measured("floor", 1000),
  measured("roster", 800, { serverMsPerRequest: 0.5 }),
  measured("floor", 500, { round: 2 }),
  measured("roster", 300, { round: 2, serverMsPerRequest: 0.7 }),
  measured("roster", 600, { round: 3, serverMsPerRequest: 0.9 }),
  measured("floor", 1200, { round: 3 }),
];

describe("the summary", () => {
  test("holds medians over the rounds", () => {
    expect(summarise(measurements)).toEqual([
      {
        phase: "get",
        connections: 16,
        contestant: "floor",
        requestsPerSecond: 1000,
        medianMs: 2,
        slowest1PercentMs: 9,
      },
      {
        phase: "get",
        connections: 16,
        contestant: "roster",
        requestsPerSecond: 600,
        medianMs: 2,
        slowest1PercentMs: 9,
        serverMsPerRequest: 0.7,
      },
    ]);
  });

  test("compares what was measured in the same round", () => {
    const ratio = findRatio(measurements, { phase: "get", connections: 16 }, "roster", "floor");
    expect(ratio).toBeCloseTo(0.6);
  });

  test("compares nothing with what failed in any round", () => {
    const lost = [
      ...measurements,
      measured("scimmy", 5000),
      measured("scimmy", 5000, { round: 2, failure: "lost 1 of 9" }),
    ];
    expect(findRatio(lost, { phase: "get", connections: 16 }, "roster", "scimmy")).toBeUndefined();
    expect(findRatio(lost, { phase: "get", connections: 16 }, "roster", "saml-jackson")).toBeUndefined();
  });

  test("has the geometric mean of ratios", () => {
    expect(findGeometricMean([0.5, 2])).toBeCloseTo(1);
    expect(findGeometricMean([])).toBeUndefined();
  });
});

describe("the tables", () => {
  const failing = [
    ...measurements,
    measured("scimmy", 9000, { failure: "lost 3 of 40" }),
    measured("saml-jackson", 0, { requests: 0, failure: '404 {"a":"<b>"}' }),
    measured("saml-jackson", 0, { requests: 0, failure: "another time", connections: 64 }),
  ];
  const names = ["floor", "roster", "saml-jackson", "scimmy"];

  test("have a row for each phase, and say where one does not count", () => {
    const [table] = createTables(failing, names);
    expect(table?.head[0]).toBe("16 connections");
    const row = ["get", "1000", "600", "failed", "lost 3 of 40", "0.60", "–", "–", "2.0, 9.0 ms", "0.70 ms, –"];
    expect(table?.rows).toEqual([row]);
  });

  test("end with the geometric means", () => {
    expect(createTables(failing, names).at(-1)?.rows[0]).toEqual(["16 connections", "0.60", "–", "–"]);
  });

  test("are printed in columns and written as Markdown", () => {
    const table = { head: ["a", "long"], rows: [["phase", "1"]] };
    expect(formatAsText(table)).toBe("a      long\nphase     1");
    expect(formatAsMarkdown(table)).toBe("| a | long |\n| --- | ---: |\n| phase | 1 |");
  });

  test("are followed by the reasons, once for each contestant and phase", () => {
    expect(listFailures(failing)).toEqual([
      "SCIMMY, get (16 connections): lost 3 of 40",
      'saml-jackson, get (16 connections): 404 {"a":"<b>"}',
    ]);
  });

  test("stand in the page between their two comments, and nothing else of it changes", () => {
    const begin = "<!-- Written by npm run bench: what stands between the two comments is overwritten. -->";
    const end = "<!-- End of what npm run bench writes. -->";
    const setting = {
      at: "2026-11-28T10:00:00.000Z",
      machine: { cpu: "a processor", cores: 2, memoryGB: 8 },
      versions: { Node: "20.20.2", PostgreSQL: "18.4" },
      contestants: ["floor", "roster", "saml-jackson", "scimmy"] as const,
      phases: ["get"],
      people: 300,
      rounds: 3,
      connections: [16],
      scale: 1,
      write: true,
    };
    const page = writeIntoPage(`before\n${begin}\nold\n${end}\nafter\n`, { setting, measurements: failing });
    expect(page.startsWith(`before\n${begin}\n`)).toBe(true);
    expect(page.endsWith(`\n${end}\nafter\n`)).toBe(true);
    expect(page).not.toContain("old");
    expect(page).toContain("2 cores (a processor) and 8 GB, with Node 20.20.2, PostgreSQL 18.4");
    expect(page).toContain('404 {"a":"\\<b\\>"}');
    expect(writeIntoPage(page, { setting, measurements: failing })).toBe(page);
    expect(() => writeIntoPage("no place", { setting, measurements })).toThrow("no place");
  });
});

describe("the small measurement", () => {
  const slow = [measured("floor", 1000), measured("roster", 200)];
  const fast = [measured("floor", 1000), measured("roster", 700)];

  test("takes a phase for slow only when it is slow twice in a row", () => {
    expect(listFarBelow(slow)).toEqual(["get"]);
    expect(listFarBelow(fast)).toEqual([]);
    expect(judgePhases(slow, fast)).toEqual([]);
    expect(judgePhases(slow, slow)).toEqual([
      "get is slow: Roster answers 0.20 and then 0.20 of the floor's requests.",
    ]);
  });

  test("takes a phase for broken when an answer is wrong or a write lost, however fast it was", () => {
    const broken = [measured("floor", 1000), measured("roster", 2000, { failure: "lost 1 of 80" })];
    expect(judgePhases(broken, [])).toEqual(["get is broken: roster: lost 1 of 80"]);
    expect(judgePhases(slow, broken)).toEqual(["get is broken: roster: lost 1 of 80"]);
  });
});
