import type { Command } from "commander";
import { listUsers, showUser } from "@/lib/console/users";
import { readWholeNumber } from "../arguments";
import { unwrap } from "../command-failure";
import type { CommandLine } from "../command-line";
import { formatFields, formatTable } from "../format-text";

/** `user show`, `user list`. */
export function addUserCommands(program: Command, commandLine: CommandLine): void {
  const group = program.command("user").helpCommand(false).description("People of an organization.");
  addShow(group, commandLine);
  addList(group, commandLine);
}

function addShow(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("show")
    .description("Show one person: role, state, groups, live stream subscriptions and external ids.")
    .argument("<username>", "the person's userName; upper and lower case do not matter")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .addHelpText("after", "\nExample:\n  $ npm run roster -- user show ada@acme.example -r acme");
  commandLine.define(command, () => async ({ database }) => {
    const [wanted = ""] = command.args;
    const { organization } = command.opts<{ organization: string }>();
    const user = unwrap(await showUser(database, organization, wanted));
    const { id, userName, fullName, role, active, groups, streams, externalIds } = user;
    return {
      json: { id, userName, role, active, groups, streams, externalIds },
      text: formatFields([
        ["userName", userName],
        ["name", fullName],
        ["id", id],
        ["role", role],
        ["state", formatState(active)],
        ["groups", groups.join(", ") || "none"],
        ["streams", streams.join(", ") || "none"],
        ["externalIds", externalIds.map((known) => `${known.externalId} (${known.scimClient})`).join(", ") || "none"],
      ]),
    };
  });
}

function addList(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("list")
    .description("List people by userName.")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .option("--limit <number>", "how many at most", readWholeNumber(10_000), 100)
    .option("--after <username>", "begin behind this userName")
    .addHelpText("after", "\nExample:\n  $ npm run roster -- user list -r acme --limit 20");
  commandLine.define(command, () => async ({ database }) => {
    const { organization, limit, after } = command.opts<{ organization: string; limit: number; after?: string }>();
    const page = unwrap(await listUsers(database, organization, { limit, ...(after === undefined ? {} : { after }) }));
    const rows = page.users.map((user) => [user.userName, user.fullName, user.role, formatState(user.active)]);
    const last = page.users.at(-1)?.userName ?? "";
    return {
      json: page.users.map(({ id, userName, role, active }) => ({ id, userName, role, active })),
      text: rows.length === 0 ? "There is nobody." : formatTable(["USERNAME", "NAME", "ROLE", "STATE"], rows),
      notes: page.hasMore ? [`There are more people: add --after "${last}" to see them.`] : [],
    };
  });
}

function formatState(active: boolean): string {
  return active ? "active" : "inactive";
}
