import { isIP } from "node:net";
import { availableParallelism } from "node:os";
import { z } from "zod";

/** What the operator has set, complete with defaults. */
export type Environment = {
  port: number;
  host: string;
  /** The public base URL, without a slash at its end. */
  rosterUrl: string;
  /** Where the embedded database and the secret are kept; may be relative to the working directory. */
  dataDir: string;
  /** Absent: the embedded PostgreSQL is used. */
  databaseUrl?: string;
  /** Absent: one is made and kept in the data directory. Present whenever `databaseUrl` is. */
  secret?: string;
  /** While the secret is rotated, the one before: what was sealed with it can still be read. */
  previousSecret?: string;
  /** How many proxies in front of us add to X-Forwarded-For. */
  trustedProxyHops: number;
  /** Addresses and networks (CIDR) that Roster may call though they are not public, by plain http too. */
  targetAllow: readonly string[];
  /** Absent: people sign in with their password alone. */
  oidc?: OidcSettings;
  /** How many processes the server has. */
  webConcurrency: number;
  /** What a schedule shows that calls /api/cron/sync. Absent: there is no such address. */
  cronSecret?: string;
};

/** The OpenID Connect provider by which people may sign in, and what Roster is there. */
export type OidcSettings = {
  /** As the provider itself writes it, without a slash at its end unless the provider has one. */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
};

/** Either the environment or every mistake in it, each as a sentence with its fix. */
export type EnvironmentResult = { ok: true; environment: Environment } | { ok: false; errors: readonly string[] };

const shortestSecret = 32;

/** Above this, more processes would wait for PostgreSQL and take connections from it. */
const mostProcessesUnasked = 9;

const wholeNumber = (name: string, { from, to, fallback }: { from: number; to: number; fallback: number }) =>
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .pipe(z.number().min(from).max(to))
    .optional()
    .transform((value) => value ?? fallback)
    .describe(`${name} must be a whole number from ${from} to ${to}, for example ${name}=${fallback}.`);

const databaseUrlSentence =
  "DATABASE_URL must be the address of a PostgreSQL database, such as DATABASE_URL=postgresql://user:password@host:5432/roster. Unset it to use the embedded PostgreSQL.";

const variables = {
  PORT: wholeNumber("PORT", { from: 1, to: 65_535, fallback: 3000 }),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9._:%-]+$/)
    .default("127.0.0.1")
    .describe(
      "HOST must be the address or name to listen on, such as HOST=127.0.0.1, or HOST=0.0.0.0 for every network.",
    ),
  ROSTER_URL: z
    .string()
    .refine(isBaseUrl)
    .transform((text) => new URL(text).origin)
    .optional()
    .describe(
      "ROSTER_URL must be the address under which people and identity providers reach Roster: http or https, host and port, without a path, such as ROSTER_URL=https://roster.example.com.",
    ),
  ROSTER_DATA_DIR: z.string().default(".roster").describe("ROSTER_DATA_DIR must be the path of a directory."),
  DATABASE_URL: z.string().refine(isPostgresUrl).optional().describe(databaseUrlSentence),
  ROSTER_SECRET: z
    .string()
    .min(shortestSecret)
    .optional()
    .describe(
      `ROSTER_SECRET must have at least ${shortestSecret} characters. Make one with: openssl rand -base64 32. Keep it: what it protects is lost without it.`,
    ),
  ROSTER_SECRET_PREVIOUS: z
    .string()
    .min(shortestSecret)
    .optional()
    .describe(
      "ROSTER_SECRET_PREVIOUS must be the ROSTER_SECRET that was set before, so that what it protects can still be read. Unset it once everything is sealed with the new one.",
    ),
  ROSTER_TRUSTED_PROXY_HOPS: wholeNumber("ROSTER_TRUSTED_PROXY_HOPS", { from: 0, to: 100, fallback: 0 }),
  ROSTER_OIDC_ISSUER: z
    .string()
    .refine(isIssuer)
    .optional()
    .describe(
      "ROSTER_OIDC_ISSUER must be the issuer of an OpenID Connect provider as its discovery document writes it, http or https, such as ROSTER_OIDC_ISSUER=https://login.example.com.",
    ),
  ROSTER_OIDC_CLIENT_ID: z.string().optional().describe("ROSTER_OIDC_CLIENT_ID must be text."),
  ROSTER_OIDC_CLIENT_SECRET: z.string().optional().describe("ROSTER_OIDC_CLIENT_SECRET must be text."),
  WEB_CONCURRENCY: wholeNumber("WEB_CONCURRENCY", {
    from: 1,
    to: 512,
    fallback: Math.min(availableParallelism(), mostProcessesUnasked),
  }),
  CRON_SECRET: z
    .string()
    .min(16)
    .optional()
    .describe("CRON_SECRET must have at least 16 characters. Make one with: openssl rand -base64 32."),
  ROSTER_TARGET_ALLOW: z
    .string()
    .transform((text) => text.split(",").map((part) => part.trim()))
    .pipe(z.array(z.string().refine(isNetwork)))
    .default([])
    .describe(
      "ROSTER_TARGET_ALLOW must be addresses and networks in CIDR notation with commas between them, such as ROSTER_TARGET_ALLOW=10.0.0.0/8,fd00::/8. Roster may call these beside the public ones.",
    ),
};

const oidcNames = ["ROSTER_OIDC_ISSUER", "ROSTER_OIDC_CLIENT_ID", "ROSTER_OIDC_CLIENT_SECRET"] as const;

const environmentSchema = z.object(variables);

/** Checks the environment variables in `source`. A variable that is set to nothing counts as unset. Values are not repeated. */
export function parseEnvironment(source: Readonly<Record<string, string | undefined>>): EnvironmentResult {
  const set = Object.fromEntries(
    Object.keys(variables).flatMap((name) => {
      const value = source[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
  const parsed = environmentSchema.safeParse(set);
  const wrong = new Set(parsed.error?.issues.map((issue) => issue.path[0]));
  const errors = Object.entries(variables).flatMap(([name, schema]) =>
    wrong.has(name) ? [schema.description ?? `${name} cannot be read.`] : [],
  );
  if (set.DATABASE_URL !== undefined && set.ROSTER_SECRET === undefined) {
    errors.push(
      "ROSTER_SECRET is required with DATABASE_URL, because every process that uses the database needs the same one. Make one with: openssl rand -base64 32.",
    );
  }
  errors.push(...findMissingOidc(set));
  if (errors.length > 0 || !parsed.success) return { ok: false, errors };

  const { data } = parsed;
  return {
    ok: true,
    environment: {
      port: data.PORT,
      host: data.HOST,
      rosterUrl: data.ROSTER_URL ?? `http://localhost:${data.PORT}`,
      dataDir: data.ROSTER_DATA_DIR,
      ...(data.DATABASE_URL === undefined ? {} : { databaseUrl: data.DATABASE_URL }),
      ...(data.ROSTER_SECRET === undefined ? {} : { secret: data.ROSTER_SECRET }),
      ...(data.ROSTER_SECRET_PREVIOUS === undefined ? {} : { previousSecret: data.ROSTER_SECRET_PREVIOUS }),
      trustedProxyHops: data.ROSTER_TRUSTED_PROXY_HOPS,
      targetAllow: data.ROSTER_TARGET_ALLOW,
      webConcurrency: data.WEB_CONCURRENCY,
      ...(data.CRON_SECRET === undefined ? {} : { cronSecret: data.CRON_SECRET }),
      ...readOidc(data),
    },
  };
}

/** Signing in by OpenID Connect takes all three settings or none. */
function findMissingOidc(set: Readonly<Record<string, string | undefined>>): readonly string[] {
  const present = oidcNames.filter((name) => set[name] !== undefined);
  if (present.length === 0) return [];
  return oidcNames
    .filter((name) => set[name] === undefined)
    .map((name) => `${name} is required with ${present.join(" and ")}: set all of ${oidcNames.join(", ")}, or none.`);
}

function readOidc(data: z.infer<typeof environmentSchema>): Pick<Environment, "oidc"> {
  const { ROSTER_OIDC_ISSUER: issuer, ROSTER_OIDC_CLIENT_ID: clientId, ROSTER_OIDC_CLIENT_SECRET: clientSecret } = data;
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return {};
  return { oidc: { issuer, clientId, clientSecret } };
}

/** The environment variables cannot be used: `message` lists every mistake with its fix. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";

  constructor(errors: readonly string[]) {
    super(["Roster cannot start with these environment variables:", ...errors.map((error) => `- ${error}`)].join("\n"));
  }
}

let known: Environment | undefined;

/** Reads this process's environment, once. @throws EnvironmentError */
export function readEnvironment(): Environment {
  if (known === undefined) {
    const result = parseEnvironment(process.env);
    if (!result.ok) throw new EnvironmentError(result.errors);
    known = result.environment;
  }
  return known;
}

function isBaseUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol)) return false;
  // A user name, a path, a query or a fragment makes the address differ from its origin; one slash at the end does not.
  return url.href === `${url.origin}/` && !text.endsWith("?") && !text.endsWith("#");
}

function isIssuer(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && ["http:", "https:"].includes(url.protocol) && url.search === "" && url.hash === "";
}

function isPostgresUrl(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && ["postgres:", "postgresql:"].includes(url.protocol) && url.pathname.length > 1;
}

function isNetwork(text: string): boolean {
  const [address = "", prefixLength = "0", ...rest] = text.split("/");
  const bits = isIP(address) === 4 ? 32 : 128;
  const isPrefixLength = /^\d{1,3}$/.test(prefixLength) && Number(prefixLength) <= bits;
  return isIP(address) !== 0 && !address.includes("%") && isPrefixLength && rest.length === 0;
}

/** next-auth reads its own address from the environment alone. */
export function tellNextAuthUrl(rosterUrl: string): void {
  process.env.NEXTAUTH_URL = rosterUrl;
}

/** The folder in which the person called `npm run`: npm runs scripts in the project's folder and keeps theirs in INIT_CWD. */
export function readCallingDirectory(): string {
  return process.env.INIT_CWD || process.cwd();
}
