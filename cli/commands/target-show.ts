import type { Command } from "commander";
import { type ShownTarget, showTarget } from "@/lib/console/targets/view-target";
import { unwrap } from "../command-failure";
import type { CommandLine } from "../command-line";
import { formatFields, formatTable, formatTime } from "../format-text";

/** `target show`. */
export function addTargetShow(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("show")
    .description("Show a target: how it does, its options, scope and mappings. Its credential is never shown.")
    .argument("<name>", "the target")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .addHelpText("after", "\nExample:\n  $ npm run roster -- target show zulip -r acme");
  commandLine.define(command, () => async ({ database }) => {
    const [wanted = ""] = command.args;
    const { organization: subdomain } = command.opts<{ organization: string }>();
    const target = unwrap(await showTarget(database, subdomain, wanted));
    return { json: describeForPrograms(target, subdomain), text: formatTarget(target) };
  });
}

/** A target as programs read it. */
export function describeForPrograms(target: ShownTarget, subdomain: string) {
  const { id, name, preset, baseUrl, state, pause, standing, figures, options, mappings, credential, scope } = target;
  return {
    id,
    name,
    subdomain,
    url: baseUrl,
    preset,
    state,
    pause: pause ?? null,
    standing: standing.word,
    credential,
    scope: { groups: scope.groups, roles: scope.roles, filter: scope.filter ?? null },
    options: Object.fromEntries(options.map(({ name: option, value }) => [option, value])),
    overrides: Object.fromEntries(
      options.filter(({ from }) => from === "set here").map(({ name: option, value }) => [option, value]),
    ),
    people: figures.people,
    groups: figures.groups,
    problems: figures.problems,
    drifted: figures.drifted,
    jobs: figures.jobs,
    lastReconcile: figures.lastReconcile ?? null,
    nextReconcileAt: target.nextReconcileAt ?? null,
    blockedUntil: target.blockedUntil ?? null,
    breakerOpenUntil: target.breakerOpenUntil ?? null,
    mappings: mappings.map(({ resourceType, name: mapping, version, enabled, expression }) => ({
      resourceType,
      name: mapping,
      version,
      enabled,
      expression,
    })),
    preflightAt: target.preflightAt ?? null,
    findings: target.findings,
    created: target.created,
  };
}

function formatTarget(target: ShownTarget): string {
  const { figures, scope, credential, standing } = target;
  const { people, groups, jobs, lastReconcile } = figures;
  const names = scope.groups.map(({ id, name }) => name ?? `${id} (removed)`).join(", ");
  const options = target.options.map(({ name, value, from }) => [name, String(value), from]);
  const mappings = target.mappings.map(({ resourceType, name, version, enabled }) => [
    resourceType,
    name,
    String(version),
    enabled ? "" : "off",
  ]);
  return [
    formatFields([
      ["name", target.name],
      ["id", target.id],
      ["URL", target.baseUrl],
      ["preset", target.preset],
      ["state", `${standing.word}: ${standing.sentence}`],
      ["credential", `${credential.kind} ${credential.hint}, set ${formatTime(credential.setAt)}`],
      ["authorities", target.certificates.map(({ subject }) => subject).join("; ") || "the usual ones"],
      ["scope: groups", names || "any"],
      ["scope: roles", scope.roles.join(", ") || "any"],
      ["scope: filter", scope.filter ?? "none"],
      ["people", `${people.linked} linked, ${people.deactivated} deactivated, ${people.ignored} ignored`],
      ["groups", `${groups.linked} linked, ${groups.ignored} ignored`],
      ["waiting", `${jobs.total} (${jobs.failing} failing, ${jobs.held} held)`],
      ["last reconcile", lastReconcile === undefined ? "never" : describeRun(lastReconcile)],
      ["next reconcile", formatTime(target.nextReconcileAt ?? null)],
      ["made", formatTime(target.created)],
    ]),
    formatTable(["OPTION", "VALUE", "FROM"], options),
    mappings.length === 0 ? "It has no mappings." : formatTable(["TYPE", "MAPPING", "VERSION", ""], mappings),
  ].join("\n\n");
}

function describeRun({ state, startedAt, detail }: NonNullable<ShownTarget["figures"]["lastReconcile"]>): string {
  return `${state}, begun ${formatTime(startedAt)}${detail === undefined ? "" : `: ${detail}`}`;
}
