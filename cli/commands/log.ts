import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { pruneOrganizationLog } from "@/lib/console/requests/prune-organization-log";
import {
  exportRequests,
  followRequests,
  type LoggedRequest,
  listLatestRequests,
} from "@/lib/console/requests/read-log";
import { readWholeNumber } from "../arguments";
import { CommandFailure, unwrap } from "../command-failure";
import type { CommandLine, CommandRun } from "../command-line";
import { formatCell } from "../format-text";

const pollIntervalMs = 1000;

/** `log tail`, `log export`. */
export function addLogCommands(program: Command, commandLine: CommandLine): void {
  const group = program
    .command("log")
    .helpCommand(false)
    .description("The log of SCIM requests, refused ones included.");
  addTail(group, commandLine);
  addExport(group, commandLine);
  addPrune(group, commandLine);
}

function addTail(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("tail")
    .description("Show the latest requests to an organization, the latest last.")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .option("-n, --lines <number>", "how many", readWholeNumber(10_000), 20)
    .option("-f, --follow", "go on with new requests as they come, until Ctrl-C", false)
    .addHelpText("after", "\nExample:\n  $ npm run roster -- log tail -r acme --follow");
  commandLine.define(command, () => {
    const { organization, lines, follow, json } = command.optsWithGlobals<{
      organization: string;
      lines: number;
      follow: boolean;
      json?: boolean;
    }>();
    if (follow && json === true) {
      throw new CommandFailure("--follow never ends and --json writes one value: use one of them.", 2);
    }
    return async (run) => {
      const { requests, organizationId } = unwrap(await listLatestRequests(run.database, organization, lines));
      if (!follow) {
        const text = requests.length === 0 ? "No requests yet." : requests.map(formatRequest).join("\n");
        return { json: requests, text };
      }
      await followLog(run, organizationId, requests);
      return undefined;
    };
  });
}

async function followLog(run: CommandRun, organizationId: string, shown: readonly LoggedRequest[]): Promise<void> {
  const interrupt = run.listenForInterrupt();
  const lookForMore = followRequests(run.database, organizationId, shown);
  let fresh = shown;
  while (!interrupt.aborted) {
    if (fresh.length > 0) {
      await run.write(`${fresh.map(formatRequest).join("\n")}\n`);
    }
    await sleep(pollIntervalMs, undefined, { signal: interrupt }).catch(() => undefined);
    fresh = interrupt.aborted ? [] : await lookForMore();
  }
}

function addExport(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("export")
    .description("Write all requests to an organization with their redacted bodies, one JSON object a line.")
    .requiredOption("-r, --organization <subdomain>", 'the organization; "" is the root domain\'s')
    .addHelpText(
      "after",
      "\nWith --json they are one JSON array.\n\nExample:\n  $ npm run --silent roster -- log export -r acme > requests.ndjson",
    );
  commandLine.define(command, () => async (run) => {
    const { organization } = command.opts<{ organization: string }>();
    const pages = unwrap(await exportRequests(run.database, organization));
    let separator = run.json ? "[" : "";
    for await (const page of pages) {
      const objects = page.map((request) => JSON.stringify(request));
      await run.write(run.json ? `${separator}${objects.join(",\n")}` : `${objects.join("\n")}\n`);
      separator = run.json ? ",\n" : "";
    }
    if (run.json) {
      await run.write(separator === "[" ? "[]\n" : "]\n");
    }
    return undefined;
  });
}

function addPrune(group: Command, commandLine: CommandLine): void {
  const command = group
    .command("prune")
    .description("Remove now what organizations keep no longer, which a running server does once an hour.")
    .option("-r, --organization <subdomain>", "only this one's; without it everybody's")
    .addHelpText("after", "\nExample:\n  $ npm run roster -- log prune -r acme");
  commandLine.define(command, () => async (run) => {
    const { organization } = command.opts<{ organization?: string }>();
    const pruned = unwrap(await pruneOrganizationLog(run.database, organization));
    const { requests, bodies, changes } = pruned;
    const text = `Removed ${requests} requests, the bodies of ${bodies} others, and ${changes} changes of people and groups.`;
    return { json: pruned, text };
  });
}

/** One request on one line: when, who, how it ended, what it was, and why it was refused. */
function formatRequest(request: LoggedRequest): string {
  const { at, scimClient, status, operation, method, path, detail, leniencies, durationMs } = request;
  const when = at.toISOString().replace("T", " ").slice(0, 23);
  const remarks = [...(detail === null ? [] : [detail]), ...leniencies].map((remark) => ` | ${remark}`).join("");
  const what = operation === null ? "" : `${operation}: `;
  return formatCell(
    `${when}  ${status}  ${durationMs.toFixed(1)} ms  ${scimClient ?? "-"}  ${what}${method} ${path}${remarks}`,
  );
}
