import type { Concern } from "../list-concerns";
import type { ListedTarget } from "./view-target";

/** What needs attention about one target; what stops it altogether comes alone. */
export function judgeTargetConcerns({
  id,
  name,
  state,
  standing,
  figures,
}: Pick<ListedTarget, "id" | "name" | "state" | "standing" | "figures">): readonly Concern[] {
  const base = `/targets/${id}`;
  const open = (action: string, path = "") => ({ name: action, href: base + path });
  if (standing.word === "New") {
    return state === "paused"
      ? [{ tone: "info", sentence: `${name} was not started yet.`, action: open("Start it", "/start") }]
      : [];
  }
  if (standing.word === "Stopped") {
    return [
      { tone: "danger", sentence: `${name} is sent nothing: ${standing.sentence}`, action: open("Put it right") },
    ];
  }
  if (standing.word === "Paused") {
    return [{ tone: "warning", sentence: `${name} is paused. ${standing.sentence}`, action: open("Resume") }];
  }
  if (standing.word === "Held") {
    return [{ tone: "danger", sentence: `${name}: ${standing.sentence}`, action: open("Decide") }];
  }
  const { invalid, conflict, refused } = figures.problems;
  const wrong = invalid + conflict + refused;
  const failing = Math.max(figures.problems.failing, figures.jobs.failing);
  const run = figures.lastReconcile;
  return [
    ...(wrong > 0
      ? [
          {
            tone: "warning" as const,
            sentence: `${wrong.toLocaleString("en")} ${wrong === 1 ? "person or group is" : "people and groups are"} not at ${name} as they should be.`,
            action: open("See whom, and why", "/resources?state=problems"),
          },
        ]
      : []),
    ...(failing > 0
      ? [
          {
            tone: "warning" as const,
            sentence: `${name} was not reached, or failed, for ${failing.toLocaleString("en")} ${failing === 1 ? "person or group" : "people and groups"}. It is tried again by itself.`,
            action: open("See what happened", "/resources?state=failing"),
          },
        ]
      : []),
    ...(run?.state === "failed" && run.detail !== undefined
      ? [
          {
            tone: "warning" as const,
            sentence: `The last reconcile of ${name} failed: ${run.detail}`,
            action: open("See the run", `/runs/${run.id}`),
          },
        ]
      : []),
  ];
}
