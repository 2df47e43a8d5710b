import type { Credential, NamedOrganization } from "@/lib/db/client-directory";
import type { Leniency } from "@/lib/directory/compatibility/leniency";
import { readRemoteAddress } from "@/lib/directory/remote-address";
import { beginRecord, type RequestRecord } from "@/lib/directory/request-record";
import type { TraceStep } from "@/lib/explain/logged-exchange";
import type { ScimError } from "@/lib/scim/errors";
import type { ScimRoute } from "./scim-routes";
import { readUserAgent } from "./user-agent";

/** One request and what becomes known about it on the way, for the request log. */
export type Exchange = {
  readonly id: string;
  readonly request: Request;
  readonly url: URL;
  readonly startedAt: Date;
  /** On the clock of performance.now(). */
  readonly startedMs: number;
  readonly remoteAddress: string | undefined;
  readonly userAgent: string | undefined;
  readonly leniencies: Leniency[];
  route: ScimRoute | undefined;
  resourceId: string | undefined;
  readonly record: RequestRecord;
  /** The checks that were made before the operation, in their order. */
  readonly trace: TraceStep[];
  /** Whose access token it is, where that is known, whether or not it was let in by it. */
  credential: Credential | undefined;
  /** The organization that the Host header names, where no SCIM client is known. */
  hostOrganization: NamedOrganization | undefined;
  /** Whether all that stands before its operation was passed. */
  isAdmitted: boolean;
  /** JSON text, redacted. */
  requestBody: string | undefined;
  error: ScimError | undefined;
};

/** @param id a UUID of version 7, so that the log is in the order of time */
export function beginExchange(
  id: string,
  request: Request,
  connectionAddress: string | undefined,
  trustedProxyHops: number,
): Exchange {
  return {
    id,
    request,
    url: new URL(request.url),
    startedAt: new Date(),
    startedMs: performance.now(),
    remoteAddress: readRemoteAddress(request.headers, connectionAddress, trustedProxyHops),
    userAgent: readUserAgent(request.headers),
    leniencies: [],
    route: undefined,
    resourceId: undefined,
    record: beginRecord(),
    trace: [],
    credential: undefined,
    hostOrganization: undefined,
    isAdmitted: false,
    requestBody: undefined,
    error: undefined,
  };
}
