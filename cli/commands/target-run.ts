import type { Command } from "commander";
import { followPlan, followResource, followSync, type SyncResult } from "@/lib/console/targets/follow-run";
import { runPreflight } from "@/lib/console/targets/run-preflight";
import { readPlan } from "@/lib/console/targets/view-run";
import { CommandFailure, unwrap } from "../command-failure";
import type { CommandLine } from "../command-line";
import { formatFields, formatTable } from "../format-text";

/** `target preflight|plan|sync`. */
export function addTargetRunCommands(group: Command, commandLine: CommandLine): void {
  addPreflight(group, commandLine);
  addPlan(group, commandLine);
  addApply(group, commandLine);
  addSync(group, commandLine);
}

function addPreflight(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("preflight")
    .description("Look at what a target can do, by reading alone, and say what Roster will do about it.")
    .argument("<name>", "the target")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .addHelpText("after", "\nExample:\n  $ npm run roster -- target preflight zulip -r acme");
  commandLine.define(command, () => async ({ database, targetWork }) => {
    const [wanted = ""] = command.args;
    const { organization: subdomain } = command.opts<{ organization: string }>();
    const { target, ok, findings, says, capabilities, requests } = unwrap(
      await runPreflight(database, subdomain, wanted, targetWork.createClient),
    );
    const rows = findings.map(({ tone, subject, sentence, advice }) => [
      tone,
      subject,
      advice === undefined ? sentence : `${sentence} ${advice}`,
    ]);
    return {
      json: { name: target.name, subdomain, ok, findings, says, capabilities, requests },
      text: [
        ok ? `"${target.name}" is ready.` : `"${target.name}" cannot be provisioned as it is.`,
        ...(rows.length === 0 ? [] : [formatTable(["", "WHAT", "FOUND"], rows)]),
        ...(says.length === 0 ? [] : [says.map((sentence) => `  ${sentence}`).join("\n")]),
      ].join("\n\n"),
    };
  });
}

function addPlan(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("plan")
    .description("Compare everything with the target, and say what would be done. Nothing is changed.")
    .argument("<name>", "the target")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .addHelpText("after", "\nExample:\n  $ npm run roster -- target plan zulip -r acme --json");
  commandLine.define(command, () => async ({ database, actor, targetWork, listenForInterrupt }) => {
    const [wanted = ""] = command.args;
    const { organization: subdomain } = command.opts<{ organization: string }>();
    const run = unwrap(
      await followPlan(database, actor, subdomain, wanted, targetWork.drainTarget, listenForInterrupt()),
    );
    if (run.state !== "done") throw new CommandFailure(run.detail ?? `The plan is ${run.state}.`);
    const plan = await readPlan(database, run.id);
    const rows = Object.entries(plan).flatMap(([operation, entries]) =>
      entries.map(({ resourceType, label, reason, changes = [] }) => [
        operation,
        resourceType,
        label,
        reason,
        changes.map(({ path }) => path).join(", "),
      ]),
    );
    const counts = Object.entries(plan).map(([operation, entries]) => `${entries.length} ${operation}`);
    return {
      json: plan,
      text: [
        ...(rows.length === 0 ? [] : [formatTable(["", "TYPE", "NAME", "WHY", "ATTRIBUTES"], rows)]),
        `${counts.join(", ")}.${run.detail === undefined ? "" : ` ${run.detail}`}`,
      ].join("\n\n"),
      // Programs need its id as well, and the JSON value is the plan alone.
      notes:
        rows.length === 0
          ? []
          : [
              `Do exactly this: npm run roster -- target apply ${JSON.stringify(wanted)} -r ${JSON.stringify(subdomain)} --plan ${run.id}`,
            ],
    };
  });
}

function addApply(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("apply")
    .description("Do exactly what a plan says. What has changed since is left as it is, and told.")
    .argument("<name>", "the target")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .requiredOption("--plan <id>", "the plan; `target plan` names it")
    .option("--wait", "work until it is over", false)
    .addHelpText("after", "\nExample:\n  $ npm run roster -- target apply zulip -r acme --plan 0198f1c2-… --wait");
  commandLine.define(command, () => async ({ database, actor, targetWork, listenForInterrupt }) => {
    const [wanted = ""] = command.args;
    const {
      organization: subdomain,
      plan,
      wait,
    } = command.opts<{ organization: string; plan: string; wait: boolean }>();
    const follow = wait ? { drain: targetWork.drainTarget, signal: listenForInterrupt() } : undefined;
    return describeResult(unwrap(await followSync(database, actor, subdomain, wanted, { planId: plan, follow })));
  });
}

function addSync(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("sync")
    .description("Reconcile a target: everything is compared with it, and what differs is put right.")
    .argument("<name>", "the target")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .option("--user <userName>", "only this person")
    .option("--wait", "work until it is over", false)
    .addHelpText("after", "\nExample:\n  $ npm run roster -- target sync zulip -r acme --wait");
  commandLine.define(command, () => async ({ database, actor, targetWork, listenForInterrupt }) => {
    const [wanted = ""] = command.args;
    const {
      organization: subdomain,
      user,
      wait,
    } = command.opts<{ organization: string; user?: string; wait: boolean }>();
    const follow = wait ? { drain: targetWork.drainTarget, signal: listenForInterrupt() } : undefined;
    return describeResult(
      unwrap(
        user === undefined
          ? await followSync(database, actor, subdomain, wanted, { follow })
          : await followResource(database, actor, subdomain, wanted, user, follow),
      ),
    );
  });
}

function describeResult({ detail, ...result }: SyncResult) {
  const { state, created, updated, deprovisioned, unchanged, failed, requests } = result;
  return {
    json: { state, created, updated, deprovisioned, unchanged, failed, requests },
    text: formatFields([
      ["state", state],
      ["created", String(created)],
      ["updated", String(updated)],
      ["deprovisioned", String(deprovisioned)],
      ["unchanged", String(unchanged)],
      ["failed", String(failed)],
      ["requests", String(requests)],
    ]),
    notes: detail === undefined ? [] : [detail],
  };
}
