import type { Command } from "commander";
import { addWorkloadTrust, listWorkloadTrusts, removeWorkloadTrust } from "@/lib/console/workload-trusts";
import { unwrap } from "../command-failure";
import type { CommandLine } from "../command-line";
import { formatCount, formatFields, formatTable, formatTime } from "../format-text";
import { formatTokenUrl } from "../token-url";

/** `workload-trust add|list|remove`. */
export function addWorkloadTrustCommands(program: Command, commandLine: CommandLine): void {
  const group = program
    .command("workload-trust")
    .helpCommand(false)
    .description(
      "Workload identity federation: whose signed assertions get access tokens from the token URL, without a secret.",
    );
  addAdd(group, commandLine);
  addList(group, commandLine);
  addRemove(group, commandLine);
}

function addAdd(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("add")
    .description("Trust assertions that have exactly this issuer, subject and audience.")
    .argument("<client>", "the SCIM client")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .requiredOption("--issuer <address>", "the issuer (iss)")
    .requiredOption("--subject <text>", "the subject (sub)")
    .requiredOption("--audience <text>", "the audience (aud); an end of /.default may be there or not")
    .option("--jwks-uri <address>", "where the issuer's keys are (default: where its OpenID configuration says)")
    .addHelpText(
      "after",
      `\nExample:\n  $ npm run roster -- workload-trust add entra -r acme --issuer https://login.microsoftonline.com/TENANT/v2.0 \\
      --subject 5f0c7b1e-... --audience api://b5ba7a93-.../.default \\
      --jwks-uri https://login.microsoftonline.com/TENANT/discovery/v2.0/keys`,
    );
  commandLine.define(command, () => async ({ database, actor, baseUrl }) => {
    const [clientName = ""] = command.args;
    const { organization: subdomain, ...input } = command.opts<{
      organization: string;
      issuer: string;
      subject: string;
      audience: string;
      jwksUri?: string;
    }>();
    const { client, trust } = unwrap(await addWorkloadTrust(database, actor, subdomain, clientName, input));
    const { id, issuer, subject, audience, jwksUri } = trust;
    const tokenUrl = formatTokenUrl(baseUrl);
    return {
      json: {
        ...{ id, scimClient: client.name, subdomain, issuer, subject, audience, jwksUri },
        ...{ baseUrl, tokenUrl, clientId: client.id },
      },
      text: `"${client.name}" trusts this issuer, subject and audience now. Enter these in the identity provider:\n
${formatFields([
  ["SCIM URL", baseUrl],
  ["Token URL", tokenUrl],
  ["Client id", client.id],
])}`,
    };
  });
}

function addList(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("list")
    .description("List whose assertions a SCIM client trusts.")
    .argument("<client>", "the SCIM client")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .addHelpText("after", "\nExample:\n  $ npm run roster -- workload-trust list entra -r acme");
  commandLine.define(command, () => async ({ database }) => {
    const [clientName = ""] = command.args;
    const { organization } = command.opts<{ organization: string }>();
    const { trusts } = unwrap(await listWorkloadTrusts(database, organization, clientName));
    const rows = trusts.map((trust) => [
      trust.issuer,
      trust.subject,
      trust.audience,
      trust.jwksUri ?? "by the issuer's OpenID configuration",
      trust.lastUsedAt === null ? "never" : `${formatTime(trust.lastUsedAt)} from ${trust.lastUsedIp ?? "unknown"}`,
      trust.id,
    ]);
    return {
      json: trusts.map(({ scimClientId: _, ...trust }) => trust),
      text:
        rows.length === 0
          ? "It has no trusts."
          : formatTable(["ISSUER", "SUBJECT", "AUDIENCE", "KEYS", "LAST USED", "ID"], rows),
    };
  });
}

function addRemove(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("remove")
    .description("End a trust at once, and with it the access tokens that it has given.")
    .argument("<client>", "the SCIM client")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .requiredOption("--id <id>", "the trust with this id; `workload-trust list` shows it")
    .addHelpText("after", "\nExample:\n  $ npm run roster -- workload-trust remove entra -r acme --id 0199...");
  commandLine.define(command, () => async ({ database, actor }) => {
    const [clientName = ""] = command.args;
    const { organization: subdomain, id } = command.opts<{ organization: string; id: string }>();
    const { client, removed, endedTokens } = unwrap(
      await removeWorkloadTrust(database, actor, subdomain, clientName, id),
    );
    return {
      json: { id: removed.id, scimClient: client.name, subdomain, issuer: removed.issuer, endedTokens },
      text: `"${client.name}" no longer trusts ${removed.issuer} as it did. ${formatCount(endedTokens, "live access token", "live access tokens")} ended with it.`,
    };
  });
}
