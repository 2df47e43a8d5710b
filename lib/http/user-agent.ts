import { maskAccessTokens } from "./redact";

const maxLength = 500;

/** What the caller says it is, as it is kept: a token of ours that was put there by mistake is masked. */
export function readUserAgent(headers: Headers): string | undefined {
  const sent = headers.get("user-agent");
  return sent === null ? undefined : maskAccessTokens(sent).slice(0, maxLength);
}
