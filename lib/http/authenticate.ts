import type { ClientDirectory, Credential } from "@/lib/db/client-directory";
import { readHostSubdomain } from "@/lib/directory/host-organization";
import type { TraceStep } from "@/lib/explain/logged-exchange";
import { ScimError } from "@/lib/scim/errors";
import { hashToken, readAccessToken } from "@/lib/secrets";
import { adviseOnUnknownToken, readBearerToken } from "./bearer-token";
import { traceCredential, tracePresented } from "./token-trace";

/** Who asks. A refusal still tells, for the log, what the token stands for, where that is known. */
export type Authentication =
  | { readonly kind: "authenticated"; readonly credential: Credential }
  /** No credential at all: some answers need none. */
  | { readonly kind: "anonymous"; readonly error: ScimError; readonly credential: undefined }
  | { readonly kind: "refused"; readonly error: ScimError; readonly credential: Credential | undefined };

const askForToken =
  "Ask an owner of the organization for a new access token of this SCIM client, and paste it into the identity provider.";
/** No token is as long; hashing a longer text would be a waste. */
const maxTokenLength = 4_096;

/**
 * Finds the SCIM client that sends a request, by its access token alone. The Host header is only checked: when it names
 * an organization, it must be the token's own, and if it is not the answer is that of an unknown token.
 *
 * @param now the token's expiry is held against it, also when the token was looked up earlier
 * @param trace is given each check that was made
 * @see RFC 7644 §2, RFC 6750 §3
 */
export async function authenticate(
  headers: Headers,
  clients: ClientDirectory,
  rosterHostname: string,
  now: Date,
  trace: TraceStep[],
): Promise<Authentication> {
  const presented = readBearerToken(headers);
  tracePresented(trace, presented);
  if (presented.kind === "none") {
    return { kind: "anonymous", error: createMissingTokenError(), credential: undefined };
  }
  if (presented.kind === "unreadable") return refuse(presented.advice);

  const { token } = presented;
  const credential = isWorthLookingUp(token) ? await clients.findCredential(hashToken(token)) : undefined;
  const subdomain = readHostSubdomain(headers.get("host"), rosterHostname);
  const failed = traceCredential(trace, credential, subdomain, now);
  if (credential === undefined || failed === "found" || failed === "organization") {
    return refuse(adviseOnUnknownToken(token), credential);
  }
  if (failed === "not_revoked") return refuse(`The access token was revoked. ${askForToken}`, credential);
  if (failed === "not_expired") return refuse(`The access token has expired. ${askForToken}`, credential);
  return { kind: "authenticated", credential };
}

/** A token of our own making carries a checksum, so that a mistyped one is refused without asking the database. */
function isWorthLookingUp(token: string): boolean {
  return token.length <= maxTokenLength && readAccessToken(token) !== "mistyped";
}

function createMissingTokenError(): ScimError {
  const detail = `The request has no access token. Send it in the header "Authorization: Bearer <token>". ${askForToken}`;
  return new ScimError("unauthorized", detail, { "WWW-Authenticate": 'Bearer realm="Roster"' });
}

function refuse(detail: string, credential?: Credential): Authentication {
  // RFC 6750 §3: no quotes and no backslashes in the description, and ASCII alone.
  const description = detail.replaceAll('"', "'");
  const challenge = `Bearer realm="Roster", error="invalid_token", error_description="${description}"`;
  const error = new ScimError("unauthorized", detail, { "WWW-Authenticate": challenge });
  return { kind: "refused", error, credential };
}
