import type { Command } from "commander";
import {
  issueClientSecret,
  listClientSecrets,
  readClientSecretState,
  revokeClientSecret,
} from "@/lib/console/client-secrets";
import type { ClientSecret } from "@/lib/db/client-secrets";
import { readWholeNumber } from "../arguments";
import { CommandFailure, unwrap } from "../command-failure";
import type { CommandLine } from "../command-line";
import { formatCount, formatFields, formatTable, formatTime } from "../format-text";
import { formatTokenUrl } from "../token-url";

const defaultDays = 365;

/** `client-secret issue|list|revoke`. */
export function addClientSecretCommands(program: Command, commandLine: CommandLine): void {
  const group = program
    .command("client-secret")
    .helpCommand(false)
    .description(
      "Client secrets, for which an identity provider gets access tokens for some hours from the token URL.",
    );
  addIssue(group, commandLine);
  addList(group, commandLine);
  addRevoke(group, commandLine);
}

function addIssue(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("issue")
    .description("Issue a client secret, which is shown once. Those issued before stay valid.")
    .argument("<client>", "the SCIM client")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .option("--expires-in-days <number>", "end it by itself after so many days", readWholeNumber(3650), defaultDays)
    .addHelpText("after", "\nExample:\n  $ npm run roster -- client-secret issue entra -r acme --expires-in-days 730");
  commandLine.define(command, () => async ({ database, actor, baseUrl }) => {
    const [clientName = ""] = command.args;
    const { organization: subdomain, ...options } = command.opts<{ organization: string; expiresInDays: number }>();
    const { client, secret, issued } = unwrap(await issueClientSecret(database, actor, subdomain, clientName, options));
    const { id, lastFour, expiresAt } = issued;
    const tokenUrl = formatTokenUrl(baseUrl);
    return {
      json: {
        id,
        scimClient: client.name,
        subdomain,
        baseUrl,
        tokenUrl,
        clientId: client.id,
        clientSecret: secret,
        lastFour,
        expiresAt,
      },
      text: `Issued a client secret for "${client.name}". Enter these in the identity provider:\n
${formatFields([
  ["Base URL", baseUrl],
  ["Token URL", tokenUrl],
  ["Client id", client.id],
  ["Client secret", secret],
  ["Expires", formatTime(expiresAt)],
])}\n
The secret is shown this once only.`,
    };
  });
}

function addList(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("list")
    .description("List the client secrets of a SCIM client, ended ones too.")
    .argument("<client>", "the SCIM client")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .addHelpText("after", "\nExample:\n  $ npm run roster -- client-secret list entra -r acme");
  commandLine.define(command, () => async ({ database }) => {
    const [clientName = ""] = command.args;
    const { organization } = command.opts<{ organization: string }>();
    const { secrets } = unwrap(await listClientSecrets(database, organization, clientName));
    const now = new Date();
    return {
      json: secrets.map((secret) => ({ ...secret, state: readClientSecretState(secret, now) })),
      text: formatSecrets(secrets, now),
    };
  });
}

function formatSecrets(secrets: readonly ClientSecret[], now: Date): string {
  if (secrets.length === 0) return "It has no client secrets.";
  const rows = secrets.map((secret) => [
    `…${secret.lastFour}`,
    readClientSecretState(secret, now),
    formatTime(secret.created),
    formatTime(secret.expiresAt),
    secret.lastUsedAt === null ? "never" : `${formatTime(secret.lastUsedAt)} from ${secret.lastUsedIp ?? "unknown"}`,
    secret.id,
  ]);
  return formatTable(["SECRET", "STATE", "MADE", "EXPIRES", "LAST USED", "ID"], rows);
}

function addRevoke(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("revoke")
    .description("End a client secret at once, and with it the access tokens that it has given.")
    .argument("<client>", "the SCIM client")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .option("--last-four <characters>", "the secret that ends in these")
    .option("--id <id>", "the secret with this id; `client-secret list` shows it")
    .addHelpText("after", "\nExample:\n  $ npm run roster -- client-secret revoke entra -r acme --last-four x7Qd");
  commandLine.define(command, () => {
    const [clientName = ""] = command.args;
    const {
      organization: subdomain,
      lastFour,
      id,
    } = command.opts<{ organization: string; lastFour?: string; id?: string }>();
    if ((lastFour === undefined) === (id === undefined)) {
      throw new CommandFailure("Name the secret by --last-four or by --id. `client-secret list` shows both.", 2);
    }
    return async ({ database, actor }) => {
      const wanted = id === undefined ? { lastFour: (lastFour ?? "").replace(/^…/, "") } : { id };
      const { client, revoked, liveLeft, endedTokens } = unwrap(
        await revokeClientSecret(database, actor, subdomain, clientName, wanted),
      );
      return {
        json: {
          id: revoked.id,
          lastFour: revoked.lastFour,
          scimClient: client.name,
          subdomain,
          revokedAt: revoked.revokedAt,
          endedTokens,
          liveSecrets: liveLeft,
        },
        text: `The secret …${revoked.lastFour} of "${client.name}" has ended, and with it ${formatCount(endedTokens, "live access token", "live access tokens")}.`,
        notes: liveLeft > 0 ? [] : [`"${client.name}" has no live client secret left.`],
      };
    };
  });
}
