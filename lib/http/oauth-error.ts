/** The error codes of the token endpoint. @see RFC 6749 §5.2; the last two are those of §4.1.2.1 */
export type OauthErrorCode =
  | "invalid_request"
  | "invalid_client"
  | "unauthorized_client"
  | "unsupported_grant_type"
  | "invalid_scope"
  | "temporarily_unavailable"
  | "server_error";

type OauthErrorOptions = {
  /** Absent: what RFC 6749 §5.2 says for the code. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the owners of the organization may know besides, and a stranger may not. */
  readonly forLog?: string;
};

/** A refusal of the token endpoint. The message says what happened, why, and what to do. */
export class OauthError extends Error {
  override readonly name = "OauthError";
  readonly code: OauthErrorCode;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly forLog: string | undefined;

  constructor(code: OauthErrorCode, message: string, { status, headers, forLog }: OauthErrorOptions = {}) {
    super(message);
    this.code = code;
    this.status = status ?? (code === "invalid_client" ? 401 : 400);
    this.headers = {
      // RFC 6749 §5.2 asks for it where the Authorization header was used; elsewhere it does no harm.
      ...(this.status === 401 ? { "WWW-Authenticate": 'Basic realm="Roster"' } : {}),
      ...headers,
    };
    this.forLog = forLog;
  }

  toBody(): { readonly error: OauthErrorCode; readonly error_description: string } {
    return { error: this.code, error_description: toDescription(this.message) };
  }
}

/** ASCII without quotes and backslashes, as the RFC has it. */
function toDescription(message: string): string {
  return message.replaceAll('"', "'").replaceAll(/[^\x20-\x5b\x5d-\x7e]/gu, "?");
}

/** A text that a client sent, as it is quoted in a refusal: on one line, and not too long of it. */
export function quoteSent(text: string): string {
  const shown = text.length > 200 ? `${text.slice(0, 200)}...` : text;
  return `"${shown.replaceAll(/\p{Cc}/gu, "?")}"`;
}
