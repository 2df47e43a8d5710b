import { isPrivateAddress } from "@/lib/directory/address-range";
import type { ScimClient } from "@/lib/directory/scim-client";
import { ScimError } from "@/lib/scim/errors";
import { maxFailuresPerMinute } from "./failed-authentications";

const pausedRetrySeconds = 300;

/** The identity provider tries again later, so that nothing is lost while its client is paused. */
export function createPausedError(client: ScimClient): ScimError {
  const detail = `The SCIM client "${client.name}" is paused in Roster: nothing was changed. Try again after an owner has resumed it.`;
  return new ScimError("unavailable", detail, { "Retry-After": String(pausedRetrySeconds) });
}

/**
 * The refusal of a caller whose address is not among those that its SCIM client is to be called from. Those are not
 * listed: whoever has found a token would learn from where to use it.
 */
export function createAddressError({ name }: Pick<ScimClient, "name">, remoteAddress: string | undefined): ScimError {
  const hops =
    "Whoever runs Roster can set ROSTER_TRUSTED_PROXY_HOPS to the number of proxies in front of it, so that Roster sees the address of the caller.";
  if (remoteAddress === undefined) {
    const detail = `The SCIM client "${name}" may be called from certain addresses only, and Roster does not know from which address this request comes. ${hops}`;
    return new ScimError("forbidden", detail);
  }
  const advice = `An owner of the organization can add this address, or its network, to the allowed addresses of the client.`;
  const proxy = isPrivateAddress(remoteAddress)
    ? ` It belongs to a private network, and may be the address of a proxy: ${hops}`
    : "";
  const detail = `The SCIM client "${name}" may not be called from the address ${remoteAddress}. ${advice}${proxy}`;
  return new ScimError("forbidden", detail);
}

/** @see RFC 6585 §4 */
export function createRateLimitError({ name, options }: ScimClient, waitSeconds: number): ScimError {
  const detail = `The SCIM client "${name}" has sent more requests than ${options.rateLimit} a second, its limit in Roster: nothing was changed. Try again in ${formatSeconds(waitSeconds)}, or have an owner of the organization raise its option rateLimit.`;
  return new ScimError("tooManyRequests", detail, { "Retry-After": String(waitSeconds) });
}

/**
 * The refusal of a request that could not be authenticated, from an address that has sent too many of those.
 *
 * @param reason why this one could not be authenticated
 * @see RFC 6585 §4
 */
export function createTooManyFailuresError(
  remoteAddress: string | undefined,
  waitSeconds: number,
  reason: ScimError,
): ScimError {
  const detail = `More than ${maxFailuresPerMinute} requests a minute from ${remoteAddress ?? "this address"} could not be authenticated. Wait ${formatSeconds(waitSeconds)}; a request with a valid access token is answered at once. The reason for this one: ${reason.message}`;
  return new ScimError("tooManyRequests", detail, { "Retry-After": String(waitSeconds) });
}

function formatSeconds(seconds: number): string {
  return seconds === 1 ? "one second" : `${seconds} seconds`;
}
