import type { Command } from "commander";
import { everyScope, scopes } from "@/lib/directory/scope";
import { collectText } from "./arguments";
import { CommandFailure } from "./command-failure";

/** What a SCIM client may do, and from where, as it is given on the command line. */
export type AccessOptions = {
  scope?: readonly string[];
  allowAddress?: readonly string[];
  allowAnyAddress?: boolean;
};

/** Adds `--scope`, `--allow-address` and `--allow-any-address`. */
export function addAccessOptions(command: Command): Command {
  return command
    .option(
      "--scope <scope>",
      `what its tokens may do at most, may be repeated: ${[...scopes, everyScope].join(", ")}; those that are not named are lost`,
      collectText,
    )
    .option(
      "--allow-address <address>",
      "from where it may be called, an address or a network such as 203.0.113.0/24, may be repeated; those that are not named are lost",
      collectText,
    )
    .option("--allow-any-address", "let it be called from everywhere");
}

/**
 * The options as the use cases take them; what is not given is left alone.
 *
 * @throws CommandFailure when they contradict each other
 */
export function readAccessOptions({ scope, allowAddress, allowAnyAddress }: AccessOptions): {
  scopes?: readonly string[];
  allowedAddresses?: readonly string[];
} {
  if (allowAddress !== undefined && allowAnyAddress === true) {
    throw new CommandFailure("Give either --allow-address or --allow-any-address: they contradict each other.", 2);
  }
  const allowedAddresses = allowAnyAddress === true ? [] : allowAddress;
  return {
    ...(scope === undefined ? {} : { scopes: scope }),
    ...(allowedAddresses === undefined ? {} : { allowedAddresses }),
  };
}

/** The addresses for people to read. */
export function formatAllowedAddresses(addresses: readonly string[]): string {
  return addresses.length === 0 ? "any" : addresses.join(", ");
}
