import { Link } from "@/components/link";
import { Fact, Facts } from "@/components/section";
import { Time } from "@/components/time";
import type { ShownTarget } from "@/lib/console/targets/view-target";
import { count } from "../count";

const credentials = { bearer: "Token", basic: "User name and password", oauth: "OAuth 2.0 client" } as const;

/** How a target is set up, and when it was and will be compared. */
export function TargetFacts({ target, now }: { target: ShownTarget; now: string }) {
  const { baseUrl, credential, scope, figures, nextReconcileAt, state } = target;
  const base = `/targets/${target.id}`;
  const last = figures.lastReconcile;
  return (
    <Facts>
      <Fact term="Base URL">
        <code className="font-mono text-[0.8125rem] [overflow-wrap:anywhere]">{baseUrl}</code>
      </Fact>
      <Fact term="Credential">
        {credentials[credential.kind]}
        {describeHint(credential)}, set <Time value={credential.setAt.toISOString()} now={now} /> ·{" "}
        <Link href={`${base}/credential`}>Replace</Link>
      </Fact>
      <Fact term="Belongs to it">
        {describeScope(scope)} · <Link href={`${base}/options`}>Change</Link>
      </Fact>
      <Fact term="Last reconcile">
        {last === undefined ? (
          "never"
        ) : (
          <>
            <Link href={`${base}/runs/${last.id}`}>
              <Time value={(last.finishedAt ?? last.startedAt).toISOString()} now={now} />
            </Link>
            : {count(last.created, "created", "created")}, {last.updated.toLocaleString("en")} updated,{" "}
            {last.deprovisioned.toLocaleString("en")} deprovisioned, {last.unchanged.toLocaleString("en")} unchanged
            {last.failed === 0 ? "" : `, ${last.failed.toLocaleString("en")} failed`}
          </>
        )}
      </Fact>
      <Fact term="Next reconcile">
        {state === "paused" || nextReconcileAt === undefined ? (
          "once it is resumed"
        ) : nextReconcileAt.toISOString() <= now ? (
          "now"
        ) : (
          <Time value={nextReconcileAt.toISOString()} now={now} />
        )}
      </Fact>
    </Facts>
  );
}

/** By what a credential is told from others, without giving it away. */
function describeHint({ kind, hint }: ShownTarget["credential"]): string {
  if (hint === "") return "";
  return kind === "bearer" ? ` …${hint}` : ` ${hint}`;
}

/** Who belongs to a target, in words. */
export function describeScope({ groups, roles, filter }: ShownTarget["scope"]): string {
  const or = new Intl.ListFormat("en", { type: "disjunction" });
  const parts = [
    ...(groups.length === 0
      ? []
      : [`members of ${or.format(groups.map(({ name }) => name ?? "a group that is gone"))}`]),
    ...(roles.length === 0 ? [] : [`with the role ${or.format(roles)}`]),
    ...(filter === undefined ? [] : [`for whom ${filter} holds`]),
  ];
  if (parts.length === 0) return "Everybody";
  const [first = "", ...others] = parts;
  return [first.startsWith("members") ? `M${first.slice(1)}` : `People ${first}`, ...others].join(", ");
}
