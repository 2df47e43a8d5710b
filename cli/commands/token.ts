import type { Command } from "commander";
import { issueAccessToken, listAccessTokens, revokeAccessToken, rotateAccessToken } from "@/lib/console/access-tokens";
import type { AccessToken } from "@/lib/db/access-tokens";
import { scopes } from "@/lib/directory/scope";
import { collectText, readWholeNumber } from "../arguments";
import { CommandFailure, unwrap } from "../command-failure";
import type { CommandLine } from "../command-line";
import { formatFields, formatTime } from "../format-text";
import { describeTokens, formatTokens } from "../format-tokens";

const readDays = readWholeNumber(3650);
const readHours = readWholeNumber(24 * 365);

/** `token issue|list|rotate|revoke`. */
export function addTokenCommands(program: Command, commandLine: CommandLine): void {
  const group = program
    .command("token")
    .helpCommand(false)
    .description("Access tokens of SCIM clients. A client has at most two live ones, so that they can overlap.");
  addIssue(group, commandLine);
  addList(group, commandLine);
  addRotate(group, commandLine);
  addRevoke(group, commandLine);
}

function addIssue(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("issue")
    .description("Issue an access token, which is shown once.")
    .argument("<client>", "the SCIM client")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .option("--expires-in-days <number>", "end the token by itself after so many days (default: never)", readDays)
    .option(
      "--scope <scope>",
      `what it may do, may be repeated: ${scopes.join(", ")} (default: scim, all that the client may do)`,
      collectText,
    )
    .addHelpText(
      "after",
      "\nExample:\n  $ npm run roster -- token issue okta -r acme --expires-in-days 365 --scope users:read --scope groups:read",
    );
  commandLine.define(command, () => async ({ database, actor, baseUrl }) => {
    const [clientName = ""] = command.args;
    const options = command.opts<{ organization: string; expiresInDays?: number; scope?: readonly string[] }>();
    const { organization: subdomain, expiresInDays, scope } = options;
    const { client, token, issued } = unwrap(
      await issueAccessToken(database, actor, subdomain, clientName, {
        ...withDays(expiresInDays),
        ...(scope === undefined ? {} : { scopes: scope }),
      }),
    );
    return {
      json: { ...describeIssued(issued), scimClient: client.name, subdomain, baseUrl, token },
      text: `Issued a token for "${client.name}":\n\n${formatIssued(baseUrl, token, issued)}`,
    };
  });
}

function addList(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("list")
    .description("List the access tokens of a SCIM client, ended ones too.")
    .argument("<client>", "the SCIM client")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .addHelpText("after", "\nExample:\n  $ npm run roster -- token list okta -r acme");
  commandLine.define(command, () => async ({ database }) => {
    const [clientName = ""] = command.args;
    const { organization } = command.opts<{ organization: string }>();
    const { tokens } = unwrap(await listAccessTokens(database, organization, clientName));
    return { json: describeTokens(tokens), text: formatTokens(tokens) };
  });
}

function addRotate(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("rotate")
    .description("Issue a second token beside the one in use, so that the identity provider can change over.")
    .argument("<client>", "the SCIM client")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .option("--expires-in-days <number>", "end the new token by itself after so many days (default: never)", readDays)
    .option("--expire-old-in-hours <number>", "end the old token by itself after so many hours", readHours)
    .addHelpText("after", "\nExample:\n  $ npm run roster -- token rotate okta -r acme --expire-old-in-hours 48");
  commandLine.define(command, () => async ({ database, actor, baseUrl }) => {
    const [clientName = ""] = command.args;
    const options = command.opts<{ organization: string; expiresInDays?: number; expireOldInHours?: number }>();
    const { organization: subdomain, expiresInDays, expireOldInHours } = options;
    const { client, token, issued, older } = unwrap(
      await rotateAccessToken(database, actor, subdomain, clientName, {
        ...withDays(expiresInDays),
        ...(expireOldInHours === undefined ? {} : { expireOlderInHours: expireOldInHours }),
      }),
    );
    const advice = older.map((old) =>
      expireOldInHours === undefined
        ? `The token …${old.lastFour} stays valid. When the identity provider uses the new one, end it:\n  $ npm run roster -- token revoke ${quote(client.name)} -r ${quote(subdomain)} --id ${old.id}`
        : `The token …${old.lastFour} stays valid until ${formatTime(old.expiresAt)}.`,
    );
    return {
      json: {
        ...describeIssued(issued),
        scimClient: client.name,
        subdomain,
        baseUrl,
        token,
        older: older.map((old) => ({ id: old.id, lastFour: old.lastFour, expiresAt: old.expiresAt })),
      },
      text: [`Issued a new token for "${client.name}":`, formatIssued(baseUrl, token, issued), ...advice].join("\n\n"),
    };
  });
}

function addRevoke(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("revoke")
    .description("End an access token at once.")
    .argument("<client>", "the SCIM client")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .option("--last-four <characters>", "the token that ends in these")
    .option("--id <id>", "the token with this id; `token list` shows it")
    .addHelpText("after", "\nExample:\n  $ npm run roster -- token revoke okta -r acme --last-four x7Qd");
  commandLine.define(command, () => {
    const [clientName = ""] = command.args;
    const {
      organization: subdomain,
      lastFour,
      id,
    } = command.opts<{
      organization: string;
      lastFour?: string;
      id?: string;
    }>();
    if ((lastFour === undefined) === (id === undefined)) {
      throw new CommandFailure("Name the token by --last-four or by --id. `token list` shows both.", 2);
    }
    return async ({ database, actor }) => {
      const wanted = id === undefined ? { lastFour: (lastFour ?? "").replace(/^…/, "") } : { id };
      const { client, revoked, liveLeft } = unwrap(
        await revokeAccessToken(database, actor, subdomain, clientName, wanted),
      );
      return {
        json: {
          id: revoked.id,
          lastFour: revoked.lastFour,
          scimClient: client.name,
          subdomain,
          revokedAt: revoked.revokedAt,
          liveTokens: liveLeft,
        },
        text: `The token …${revoked.lastFour} of "${client.name}" has ended.`,
        notes: liveLeft > 0 ? [] : [`"${client.name}" has no live token left: it is locked out until you issue one.`],
      };
    };
  });
}

function withDays(expiresInDays: number | undefined): { expiresInDays?: number } {
  return expiresInDays === undefined ? {} : { expiresInDays };
}

function describeIssued({ id, lastFour, scopes, expiresAt }: AccessToken) {
  return { id, lastFour, scopes, expiresAt };
}

function formatIssued(baseUrl: string, token: string, { scopes, expiresAt }: AccessToken): string {
  const fields = formatFields([
    ["Base URL", baseUrl],
    ["Token", token],
    ["Scopes", scopes.join(" ")],
    ["Expires", formatTime(expiresAt)],
  ]);
  return `${fields}\n\nThe token is shown this once only.`;
}

/** A word as a POSIX shell takes it. */
function quote(text: string): string {
  return /^[\w.@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
