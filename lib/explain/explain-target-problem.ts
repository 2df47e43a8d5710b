import type { Card } from "./card";
import { anchorOf } from "./explain-silence";

/** What stands between a person or group and a target, as far as the card needs to know. */
export type TargetProblem = {
  readonly target: { readonly id: string; readonly name: string };
  readonly label: string;
  /** As the link keeps it: what the mappings yield is invalid, which one it is cannot be told, refused for good, tried again. */
  readonly kind: "invalid" | "conflict" | "refused" | "failing";
  /** What the target said, or what is wrong, in words. */
  readonly detail: string;
  /** Of its answer. */
  readonly status?: number;
  readonly scimType?: string;
  /** When it is tried again. */
  readonly nextTryAt?: Date;
};

/** What the documents and explainTargetProblem say of when the card is shown. */
export const targetProblemRule = {
  number: 34,
  id: "target-refused",
  tone: "warning",
  signal:
    "A target refused a person or group, has one like it, or could not be reached; or the mappings yield nothing valid.",
} as const;

type Told = Pick<Card, "title" | "meaning" | "steps" | "links">;

/** Explains why a person or group is not at a target as it should be, and what to do. */
export function explainTargetProblem(problem: TargetProblem): Card {
  const { number, id, tone } = targetProblemRule;
  const isPassing = problem.kind === "failing";
  return {
    number,
    id,
    tone: isPassing ? "info" : tone,
    anchor: anchorOf(number, id),
    isOrdinary: false,
    ...tell(problem),
  };
}

function tell(problem: TargetProblem): Told {
  const { target, label, detail } = problem;
  const base = `/targets/${target.id}`;
  const mappings = { label: "Open the mappings", href: `${base}/mappings` };
  switch (problem.kind) {
    case "conflict":
      return {
        title: `${target.name} has somebody or something like ${label} already`,
        meaning: `${detail} Nothing was sent, so that nothing of somebody else is overwritten.`,
        steps: [
          "Look at each of them there, and link the right one below.",
          "If none is right, rename or remove what has the name there, then retry.",
        ],
        links: [{ label: "What the target has that Roster does not manage", href: `${base}/drift?part=unmanaged` }],
      };
    case "invalid":
      return {
        title: `The mappings yield nothing valid for ${label}`,
        meaning: `${detail} Nothing is sent for ${label} until that is mended; everybody else goes on.`,
        steps: ["Fill in what is missing, or change the mapping. It is sent by itself then."],
        links: [mappings],
      };
    case "failing": {
      const when = problem.nextTryAt === undefined ? "" : ` The next try is at ${formatTime(problem.nextTryAt)} UTC.`;
      return {
        title: `${target.name} could not take ${label} yet`,
        meaning: `${detail} Such a failure may pass, so it is tried again by itself, ever more seldom.${when}`,
        steps: ["If it lasts, see whether the target is up, then retry at once."],
        links: [{ label: "Open the target", href: base }],
      };
    }
    case "refused":
      return tellRefusal(problem, base, mappings);
  }
}

function tellRefusal(
  { target, label, detail, status, scimType }: TargetProblem,
  base: string,
  mappings: Told["links"][number],
): Told {
  const title = `${target.name} refused ${label}${status === undefined ? "" : ` (${status}${scimType === undefined ? "" : ` ${scimType}`})`}`;
  const meaning = `${detail} It would say so again, so it is not tried again until ${label}, a mapping or an option changes.`;
  if (status === 401 || status === 403) {
    return {
      title,
      meaning,
      steps: ["See whether the credential is right and may write there.", "Then retry."],
      links: [{ label: "Open the credential", href: `${base}/credential` }],
    };
  }
  if (status === 404) {
    return {
      title,
      meaning,
      steps: ["It was removed there meanwhile. Retry: it is looked for, and made again if it is gone."],
      links: [{ label: "What is missing there", href: `${base}/drift?part=missing` }],
    };
  }
  if (status === 409 || scimType === "uniqueness") {
    return {
      title,
      meaning,
      steps: [
        "Something there has the same userName, name or email, where Roster cannot find it.",
        "Find it there, and link it by its id below.",
      ],
      links: [{ label: "What the target has that Roster does not manage", href: `${base}/drift?part=unmanaged` }],
    };
  }
  return {
    title,
    meaning,
    steps: [
      "Read what the target says of it, and look at the last exchange below.",
      "Change the attribute at its source, or what the mapping makes of it. It is sent by itself then.",
    ],
    links: [mappings],
  };
}

function formatTime(at: Date): string {
  return at.toISOString().slice(11, 16);
}
