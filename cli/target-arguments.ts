import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import type { ScopeInput } from "@/lib/console/targets/scope-fields";
import type { TargetCredential } from "@/lib/provisioning/target";
import { collectKeyValue, collectText, type TextMap } from "./arguments";
import { CommandFailure } from "./command-failure";
import { type CommandSurroundings, readStandardInput } from "./command-line";

/** What both `target add` and `target set` are told about a target. */
export type TargetArguments = {
  url?: string;
  preset?: string;
  option?: TextMap;
  tokenStdin?: boolean;
  basicUser?: string;
  passwordStdin?: boolean;
  oauthTokenUrl?: string;
  oauthClientId?: string;
  oauthScope?: string;
  clientSecretStdin?: boolean;
  caFile?: string;
  scopeGroup?: readonly string[];
  scopeRole?: readonly string[];
  scopeFilter?: string;
};

/** Adds the options that `target add` and `target set` have in common. */
export function addTargetArguments(command: Command): Command {
  return command
    .option("--option <key=value>", "set an option; may be repeated", collectKeyValue)
    .option("--token-stdin", "read the bearer token from standard input")
    .option("--basic-user <name>", "sign in by HTTP Basic as this user, with --password-stdin")
    .option("--password-stdin", "read the password for --basic-user from standard input")
    .option("--oauth-token-url <url>", "get tokens here (OAuth client credentials), with --oauth-client-id")
    .option("--oauth-client-id <id>", "as this client, with --client-secret-stdin")
    .option("--oauth-scope <scope>", "ask for this scope")
    .option("--client-secret-stdin", "read the client secret from standard input")
    .option("--ca-file <file>", "trust the authorities in this PEM file too")
    .option("--scope-group <group>", "provision members of this group alone (name or id); may be repeated", collectText)
    .option("--scope-role <role>", "provision people with this role alone; may be repeated", collectText)
    .option("--scope-filter <filter>", "provision people whom this SCIM filter holds for alone");
}

/**
 * The credential that was given, read from standard input; undefined when none was.
 *
 * @throws CommandFailure when the arguments do not belong together
 */
export async function readCredentialArguments(
  surroundings: CommandSurroundings,
  options: TargetArguments,
): Promise<TargetCredential | undefined> {
  const { tokenStdin, basicUser, passwordStdin, oauthTokenUrl, oauthClientId, oauthScope, clientSecretStdin } = options;
  const isBasic = basicUser !== undefined || passwordStdin === true;
  const isOAuth = [oauthTokenUrl, oauthClientId, oauthScope, clientSecretStdin].some((given) => given !== undefined);
  const kinds = [tokenStdin === true, isBasic, isOAuth].filter((given) => given).length;
  if (kinds === 0) return undefined;
  if (kinds > 1) {
    throw new CommandFailure("Give one credential: a token, a user with a password, or an OAuth client.", 2);
  }
  if (isBasic) {
    if (basicUser === undefined || passwordStdin !== true) {
      throw new CommandFailure("HTTP Basic takes --basic-user and --password-stdin together.", 2);
    }
    return { kind: "basic", userName: basicUser, password: await readSecretLine(surroundings, "Password") };
  }
  if (isOAuth) {
    if (oauthTokenUrl === undefined || oauthClientId === undefined || clientSecretStdin !== true) {
      throw new CommandFailure(
        "OAuth takes --oauth-token-url, --oauth-client-id and --client-secret-stdin together.",
        2,
      );
    }
    return {
      kind: "oauth",
      tokenUrl: oauthTokenUrl,
      clientId: oauthClientId,
      clientSecret: await readSecretLine(surroundings, "Client secret"),
      ...(oauthScope === undefined ? {} : { scope: oauthScope }),
    };
  }
  return { kind: "bearer", token: await readSecretLine(surroundings, "Token") };
}

/** The scope that was given; undefined when nothing of it was. */
export function readScopeArguments({ scopeGroup, scopeRole, scopeFilter }: TargetArguments): ScopeInput | undefined {
  if (scopeGroup === undefined && scopeRole === undefined && scopeFilter === undefined) return undefined;
  return {
    ...(scopeGroup === undefined ? {} : { groups: scopeGroup }),
    ...(scopeRole === undefined ? {} : { roles: scopeRole }),
    ...(scopeFilter === undefined ? {} : { filter: scopeFilter }),
  };
}

/** What is in the file of `--ca-file`. */
export async function readCaFile(
  surroundings: CommandSurroundings,
  { caFile }: TargetArguments,
): Promise<string | undefined> {
  if (caFile === undefined) return undefined;
  try {
    return await readFile(path.resolve(surroundings.workingDirectory, caFile), "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandFailure(`The file ${caFile} cannot be read: ${reason}`);
  }
}

async function readSecretLine(surroundings: CommandSurroundings, what: string): Promise<string> {
  if (surroundings.isTerminal) {
    surroundings.stderr.write(`${what} (shown as you type it; end with Enter and Ctrl-D):\n`);
  }
  return (await readStandardInput(surroundings)).replace(/\r?\n$/, "");
}
