import { everyScope, scopes } from "@/lib/directory/scope";
import { assertionAlgorithms } from "./client-assertion";

/**
 * What OAuth clients can find out about the token endpoint. There is nobody to be sent to and asked, so there are no
 * response types.
 *
 * @param rosterUrl ROSTER_URL, without a slash at its end
 * @see RFC 8414 §2
 */
export function createOauthMetadata(rosterUrl: string) {
  return {
    issuer: rosterUrl,
    token_endpoint: `${rosterUrl}/oauth/token`,
    grant_types_supported: ["client_credentials"],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "private_key_jwt"],
    token_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
    scopes_supported: [everyScope, ...scopes],
  };
}
