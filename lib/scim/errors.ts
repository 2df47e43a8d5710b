import type { JsonObject } from "./json";
import { errorUrn } from "./urns";

/**
 * What went wrong, in the protocol's own words: the `scimType` values of RFC 7644 §3.12 and RFC 9865 §2.1, and for the
 * errors that have none the name of their HTTP status.
 */
const statusOf = {
  invalidFilter: 400,
  tooMany: 400,
  mutability: 400,
  invalidSyntax: 400,
  invalidPath: 400,
  noTarget: 400,
  invalidValue: 400,
  invalidVers: 400,
  invalidCursor: 400,
  expiredCursor: 400,
  invalidCount: 400,
  uniqueness: 409,
  sensitive: 403,
  badRequest: 400,
  unauthorized: 401,
  forbidden: 403,
  notFound: 404,
  methodNotAllowed: 405,
  notAcceptable: 406,
  conflict: 409,
  preconditionFailed: 412,
  payloadTooLarge: 413,
  uriTooLong: 414,
  unsupportedMediaType: 415,
  tooManyRequests: 429,
  internal: 500,
  notImplemented: 501,
  unavailable: 503,
} as const;

export type ScimErrorKind = keyof typeof statusOf;

const scimTypes: ReadonlySet<ScimErrorKind> = new Set<ScimErrorKind>([
  "invalidFilter",
  "tooMany",
  "mutability",
  "invalidSyntax",
  "invalidPath",
  "noTarget",
  "invalidValue",
  "invalidVers",
  "invalidCursor",
  "expiredCursor",
  "invalidCount",
  "uniqueness",
  "sensitive",
]);

/**
 * A refusal that the client is told about. `detail` is read by an administrator in the identity provider: it says what
 * happened, why, and what to do. `headers` go out with the response (`Allow`, `Retry-After`, `WWW-Authenticate`).
 *
 * @see RFC 7644 §3.12
 */
export class ScimError extends Error {
  readonly kind: ScimErrorKind;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(kind: ScimErrorKind, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.name = "ScimError";
    this.kind = kind;
    this.status = statusOf[kind];
    this.headers = headers;
  }

  /** The `scimType` of the error, where RFC 7644 or RFC 9865 defines one. */
  get scimType(): string | undefined {
    return scimTypes.has(this.kind) ? this.kind : undefined;
  }

  /** The body of the error response; `status` is a string. @see RFC 7644 §3.12 */
  toBody(): JsonObject {
    return {
      schemas: [errorUrn],
      status: String(this.status),
      ...(this.scimType === undefined ? {} : { scimType: this.scimType }),
      detail: this.message,
    };
  }
}
