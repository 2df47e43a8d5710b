import type { Command } from "commander";
import { findResource } from "@/lib/console/targets/find-resource";
import { allowHeld, discardHeld } from "@/lib/console/targets/held-deprovisions";
import {
  adoptRemote,
  ignoreResource,
  retryAllFailing,
  retryResource,
  stopIgnoringResource,
} from "@/lib/console/targets/resource-acts";
import { CommandFailure, unwrap } from "../command-failure";
import { type CommandLine, type CommandRun, confirmByName } from "../command-line";
import { formatCount } from "../format-text";

type Named = { organization: string; user?: string; group?: string };

/** `target retry|ignore|adopt|allow|discard`. */
export function addTargetResourceCommands(group: Command, commandLine: CommandLine): void {
  addRetry(group, commandLine);
  addIgnore(group, commandLine);
  addAdopt(group, commandLine);
  addHeld(group, commandLine, "allow");
  addHeld(group, commandLine, "discard");
}

function define(group: Command, verb: string, description: string): Command {
  return group
    .command(verb)
    .description(description)
    .argument("<name>", "the target")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s');
}

function nameResource(command: Command): Command {
  return command
    .option("--user <userName>", "this person (userName, email or id)")
    .option("--group <group>", "this group (name or id)");
}

async function find(run: CommandRun, { organization, user, group }: Named) {
  if ((user === undefined) === (group === undefined)) {
    throw new CommandFailure("Name one person by --user, or one group by --group.", 2);
  }
  const wanted =
    user === undefined
      ? ({ resourceType: "Group", text: group ?? "" } as const)
      : ({ resourceType: "User", text: user } as const);
  return unwrap(await findResource(run.database, organization, wanted));
}

function addRetry(group: Command, commandLine: CommandLine): void {
  const command = nameResource(define(group, "retry", "Look again now at a resource, or at everything that failed."))
    .option("--failing", "everything that failed or has a problem")
    .addHelpText("after", "\nExample:\n  $ npm run roster -- target retry zulip -r acme --failing");
  commandLine.define(command, () => async (run) => {
    const [wanted = ""] = command.args;
    const options = command.opts<Named & { failing?: boolean }>();
    if (options.failing === true) {
      const { retried } = unwrap(await retryAllFailing(run.database, run.actor, options.organization, wanted));
      return { json: { retried }, text: `${formatCount(retried, "resource is", "resources are")} looked at again.` };
    }
    const key = await find(run, options);
    const { resource } = unwrap(await retryResource(run.database, run.actor, options.organization, wanted, key));
    return { json: { retried: 1, resource }, text: `${resource.label} is looked at again.` };
  });
}

function addIgnore(group: Command, commandLine: CommandLine): void {
  const command = nameResource(
    define(group, "ignore", "Send nothing about a resource any more, or provision it again."),
  )
    .option("--stop", "provision it again", false)
    .addHelpText("after", "\nExample:\n  $ npm run roster -- target ignore zulip -r acme --user ada@acme.example");
  commandLine.define(command, () => async (run) => {
    const [wanted = ""] = command.args;
    const options = command.opts<Named & { stop: boolean }>();
    const key = await find(run, options);
    const act = options.stop ? stopIgnoringResource : ignoreResource;
    const { target, resource } = unwrap(await act(run.database, run.actor, options.organization, wanted, key));
    return {
      json: { resource, ignored: !options.stop },
      text: options.stop
        ? `${resource.label} is provisioned at "${target.name}" again.`
        : `Nothing is sent to "${target.name}" about ${resource.label} any more.`,
    };
  });
}

function addAdopt(group: Command, commandLine: CommandLine): void {
  const command = nameResource(
    define(group, "adopt", "Say by hand which resource of the target is one of ours, as after a conflict."),
  )
    .requiredOption("--remote-id <id>", "its id at the target")
    .addHelpText(
      "after",
      "\nExample:\n  $ npm run roster -- target adopt zulip -r acme --user ada@acme.example --remote-id 42",
    );
  commandLine.define(command, () => async (run) => {
    const [wanted = ""] = command.args;
    const options = command.opts<Named & { remoteId: string }>();
    const key = await find(run, options);
    const { target, resource } = unwrap(
      await adoptRemote(run.database, run.actor, options.organization, wanted, key, options.remoteId),
    );
    return {
      json: { resource, remoteId: options.remoteId },
      text: `${resource.label} is linked to ${options.remoteId} at "${target.name}", and is kept there from now on.`,
    };
  });
}

function addHeld(group: Command, commandLine: CommandLine, verb: "allow" | "discard"): void {
  const isAllowed = verb === "allow";
  const command = define(
    group,
    verb,
    isAllowed
      ? "Let the deprovisions go that are held because they are many, and those of the next hour."
      : "Give up the deprovisions that are held: whoever was to go stays at the target, and is ignored.",
  )
    .option("--yes", "do it without asking", false)
    .addHelpText("after", `\nExample:\n  $ npm run roster -- target ${verb} zulip -r acme --yes`);
  commandLine.define(command, () => async (run) => {
    const [wanted = ""] = command.args;
    const { organization, yes } = command.opts<{ organization: string; yes: boolean }>();
    const consequence = isAllowed
      ? `Everybody whose deprovisioning at "${wanted}" is held is deprovisioned there.`
      : `Everybody whose deprovisioning at "${wanted}" is held stays there, and is ignored from now on.`;
    await confirmByName(run, yes, wanted, consequence);
    if (!isAllowed) {
      const { discarded } = unwrap(await discardHeld(run.database, run.actor, organization, wanted));
      return { json: { discarded }, text: `${formatCount(discarded, "deprovision", "deprovisions")} given up.` };
    }
    const { released, until } = unwrap(await allowHeld(run.database, run.actor, organization, wanted));
    return {
      json: { released, until },
      text: `${formatCount(released, "deprovision goes", "deprovisions go")} on. So do others until ${until.toISOString()}.`,
    };
  });
}
