import { ScimError } from "@/lib/scim/errors";
import { isJsonObject, type JsonObject } from "@/lib/scim/json";
import type { ScimClient } from "./scim-client";
import { isZulip } from "./zulip-preset";

/**
 * Refuses an address that the organization does not take. Only a new address is looked at, so that tightening the
 * restriction does not stop an identity provider from updating, or deactivating, the people who are already there.
 *
 * @param current the person as stored, absent when created
 * @throws ScimError invalidValue
 */
export function checkAddress(client: ScimClient, next: JsonObject, current: JsonObject | undefined): void {
  if (client.options.requireEmail && next.userName !== current?.userName && !isAddress(next.userName)) {
    throw new ScimError(
      "invalidValue",
      `userName must be an email address here, and "${String(next.userName)}" is none. Map userName to the person's mail address in the identity provider.`,
    );
  }
  const { allowedEmailDomains, allowEmailSubdomains } = client.organization;
  if (allowedEmailDomains.length === 0) return;
  const address = findAddress(next);
  if (current !== undefined && address === findAddress(current)) return;
  if (address === undefined) {
    throw new ScimError(
      "invalidValue",
      `The organization takes only people with an address in ${allowedEmailDomains.join(", ")}, and neither userName nor a primary email is an address.`,
    );
  }
  if (isZulip(client) && address.slice(0, address.lastIndexOf("@")).includes("+")) {
    throw new ScimError(
      "invalidValue",
      `The organization takes only addresses in ${allowedEmailDomains.join(", ")}, and none with a "+" before the @, as "${address}" has. Map the person's plain address in the identity provider.`,
    );
  }
  const domain = address.slice(address.lastIndexOf("@") + 1).toLowerCase();
  const isAllowed = allowedEmailDomains.some(
    (allowed) => domain === allowed || (allowEmailSubdomains && domain.endsWith(`.${allowed}`)),
  );
  if (isAllowed) return;
  throw new ScimError(
    "invalidValue",
    `The organization takes only addresses in ${allowedEmailDomains.join(", ")}${allowEmailSubdomains ? " and their subdomains" : ""}; "${address}" is not one. An owner can allow the domain ${domain}, or leave the person out of the assignment.`,
  );
}

/** A person's address: the userName if it is one, else the primary email, else the first. */
export function findAddress(user: JsonObject): string | undefined {
  if (isAddress(user.userName)) return user.userName;
  const emails = Array.isArray(user.emails) ? user.emails.filter(isJsonObject) : [];
  const email = emails.find((candidate) => candidate.primary === true) ?? emails[0];
  return isAddress(email?.value) ? email.value : undefined;
}

/** Whether it has the form of an address. */
export function isAddress(value: unknown): value is string {
  return typeof value === "string" && /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)*$/u.test(value);
}
