import type { Command } from "commander";
import { followSync } from "@/lib/console/targets/follow-run";
import { previewTargetRemoval, removeTarget, type TargetRemoval } from "@/lib/console/targets/remove-target";
import { pauseTarget, resumeTarget } from "@/lib/console/targets/target-state";
import { unwrap } from "../command-failure";
import { type CommandLine, confirmByName } from "../command-line";
import { formatCount } from "../format-text";

/** `target pause|resume|remove`. */
export function addTargetStateCommands(group: Command, commandLine: CommandLine): void {
  addPause(group, commandLine);
  addResume(group, commandLine);
  addRemove(group, commandLine);
}

function addPause(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("pause")
    .description("Pause a target: nothing is sent to it. Changes are remembered until it is resumed.")
    .argument("<name>", "the target")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .addHelpText("after", "\nExample:\n  $ npm run roster -- target pause zulip -r acme");
  commandLine.define(command, () => async ({ database, actor }) => {
    const [wanted = ""] = command.args;
    const { organization: subdomain } = command.opts<{ organization: string }>();
    const { target, changed } = unwrap(await pauseTarget(database, actor, subdomain, wanted));
    const { id, name, state } = target;
    return {
      json: { id, name, subdomain, state, changed },
      text: changed
        ? `The target "${name}" is paused now.`
        : `The target "${name}" was paused already: nothing changed.`,
    };
  });
}

function addResume(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("resume")
    .description("Let a paused target go on, with everything that has changed meanwhile.")
    .argument("<name>", "the target")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .option("--leave-out", "ignore the one resource from now on whose request the target refused", false)
    .option("--plan <id>", "do exactly what this plan says, and compare everything an hour later")
    .addHelpText("after", "\nExample:\n  $ npm run roster -- target resume zulip -r acme");
  commandLine.define(command, () => async ({ database, actor }) => {
    const [wanted = ""] = command.args;
    const options = command.opts<{ organization: string; leaveOut: boolean; plan?: string }>();
    const { organization: subdomain, leaveOut, plan } = options;
    const comparesLater = plan !== undefined;
    const { target, changed, leftOut } = unwrap(
      await resumeTarget(database, actor, subdomain, wanted, { leaveOut, comparesLater }),
    );
    if (plan !== undefined) unwrap(await followSync(database, actor, subdomain, wanted, { planId: plan }));
    const { id, name, state } = target;
    return {
      json: { id, name, subdomain, state, changed, leftOut: leftOut ?? null },
      text: changed
        ? `The target "${name}" goes on.${leftOut === undefined ? "" : ` ${leftOut} is ignored from now on.`}`
        : `The target "${name}" was not paused: nothing changed.`,
    };
  });
}

function addRemove(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("remove")
    .description("Remove a target. Nothing is sent: the people and groups that it has stay there as they are.")
    .argument("<name>", "the target")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .option("--yes", "do it without asking", false)
    .addHelpText("after", "\nExample:\n  $ npm run roster -- target remove zulip -r acme --yes");
  commandLine.define(command, () => async (run) => {
    const [wanted = ""] = command.args;
    const { organization: subdomain, yes } = command.opts<{ organization: string; yes: boolean }>();
    const preview = unwrap(await previewTargetRemoval(run.database, subdomain, wanted));
    await confirmByName(run, yes, preview.target.name, describeRemoval(preview));
    const { target, organization, linked } = unwrap(await removeTarget(run.database, run.actor, subdomain, wanted));
    const { id, name } = target;
    return {
      json: { id, name, subdomain, removed: true, linked },
      text: `Removed the target "${name}" of ${organization.name}.`,
    };
  });
}

function describeRemoval({ target, linked, waiting }: TargetRemoval): string {
  const people = formatCount(linked.people, "person", "people");
  const groups = formatCount(linked.groups, "group", "groups");
  const rest = waiting === 0 ? "" : ` ${formatCount(waiting, "change is", "changes are")} never sent.`;
  return `Removing the target "${target.name}" ends its provisioning: ${people} and ${groups} stay there as they are, and nobody keeps them up to date.${rest}`;
}
