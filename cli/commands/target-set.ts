import type { Command } from "commander";
import { changeTarget, type TargetChange } from "@/lib/console/targets/change-target";
import { viewTarget } from "@/lib/console/targets/view-target";
import { targetPresets } from "@/lib/provisioning/target-options";
import { CommandFailure, unwrap } from "../command-failure";
import type { CommandLine } from "../command-line";
import { describeTargetOptions, describeTargetPresets } from "../describe-target-options";
import {
  addTargetArguments,
  readCaFile,
  readCredentialArguments,
  readScopeArguments,
  type TargetArguments,
} from "../target-arguments";
import { describeForPrograms } from "./target-show";

type SetOptions = TargetArguments & {
  organization: string;
  name?: string;
  usualAuthorities?: boolean;
  anyScope?: boolean;
};

/** `target set`. */
export function addTargetSet(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("set")
    .description("Change a target. What is not named stays; what it is to have differently is put right at once.")
    .argument("<name>", "the target")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .option("--name <name>", "call it this")
    .option("--url <url>", "the base URL of its SCIM")
    .option(
      "--preset <preset>",
      `apply a preset's defaults (again), dropping options set before: ${targetPresets.join(", ")}`,
    );
  addTargetArguments(command)
    .option("--usual-authorities", "trust no other authorities than the usual ones any more")
    .option(
      "--any-scope",
      "drop the scope's groups, roles and filter: everybody, or those whom --scope-… names along with it",
    )
    .addHelpText(
      "after",
      `\n${describeTargetPresets()}\n\n${describeTargetOptions()}\n
Example:\n  $ npm run roster -- target set zulip -r acme --option deprovision=delete`,
    );
  commandLine.define(command, async () => {
    const [wanted = ""] = command.args;
    const options = command.opts<SetOptions>();
    const { organization: subdomain, name, url, preset, option, usualAuthorities, anyScope } = options;
    const credential = await readCredentialArguments(commandLine.surroundings, options);
    const caCertificate = usualAuthorities === true ? "" : await readCaFile(commandLine.surroundings, options);
    const dropped = anyScope === true ? { groups: [], roles: [], filter: "" } : undefined;
    const named = readScopeArguments(options);
    const scope = dropped === undefined && named === undefined ? undefined : { ...dropped, ...named };
    const change = { name, url, preset, credential, caCertificate, scope };
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    if (Object.keys(given).length === 0 && option === undefined) {
      throw new CommandFailure(
        "Say what to change: --name, --url, --preset, --option key=value, a credential, --ca-file or --scope-…. Add --help to see them.",
        2,
      );
    }
    return async ({ database, actor }) => {
      const changed = unwrap(
        await changeTarget(database, actor, subdomain, wanted, { ...given, options: option ?? new Map() }),
      );
      const changes = listChanges(changed);
      const lines = changes.map(({ setting, before, after }) => `  ${setting}: ${before} -> ${after}`);
      const { name: called } = changed.target;
      return {
        json: { ...describeForPrograms(await viewTarget(database, changed.target), subdomain), changes },
        text:
          lines.length === 0
            ? `The target "${called}" is so already: nothing changed.`
            : [`Changed the target "${called}":`, ...lines].join("\n"),
        notes: [
          ...changed.hints,
          ...(changed.reconciles && lines.length > 0 ? ["Everything is compared with the target once more."] : []),
        ],
      };
    };
  });
}

/** What holds differently now, the preset's part in it included. */
function listChanges({ before, target, optionChanges, credentialChanged }: TargetChange) {
  const changes = [
    { setting: "name", before: before.name, after: target.name },
    { setting: "url", before: before.baseUrl, after: target.baseUrl },
    { setting: "preset", before: before.preset, after: target.preset },
    { setting: "scope groups", before: list(before.scope.groupIds), after: list(target.scope.groupIds) },
    { setting: "scope roles", before: list(before.scope.roles), after: list(target.scope.roles) },
    { setting: "scope filter", before: before.scope.filter ?? "none", after: target.scope.filter ?? "none" },
    {
      setting: "authorities",
      before: describeAuthorities(before.caCertificate),
      after: describeAuthorities(target.caCertificate),
    },
    ...optionChanges.map(({ option, before: was, after: is }) => ({ setting: option, before: was, after: is })),
  ].filter((change) => change.before !== change.after);
  return credentialChanged
    ? [...changes, { setting: "credential", before: before.credential.kind, after: `${target.credential.kind} (new)` }]
    : changes;
}

function list(values: readonly string[]): string {
  return values.length === 0 ? "any" : values.join(", ");
}

function describeAuthorities(pem: string | undefined): string {
  return pem === undefined ? "the usual ones" : `the usual ones and ${pem.split("-----BEGIN").length - 1} more`;
}
