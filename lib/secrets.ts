import { createCipheriv, createDecipheriv, hash as digest, hkdfSync, randomBytes, randomInt } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { crc32 } from "node:zlib";
import { hash, verify } from "@node-rs/argon2";

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** What every access token that we make begins with, so that people and secret scanners know one when they see it. */
export const accessTokenPrefix = "roster_scim_";
/** What every client secret that we make begins with. */
export const clientSecretPrefix = "roster_secret_";
/** 62 to the power of 43 is more than 2 to the power of 256. */
const randomLength = 43;
const checksumLength = 6;
const randomAndChecksum = new RegExp(`^[0-9A-Za-z]{${randomLength + checksumLength}}$`);

/**
 * What a credential can be by its form alone: "well-formed" is one that we may have made, "mistyped" begins like ours but
 * cannot be, "foreign" is of another make (imported from elsewhere).
 */
export type CredentialForm = "well-formed" | "mistyped" | "foreign";

/** Makes an access token: the prefix, 256 bits of randomness and a checksum, by which a mistyped one is known at once. */
export function createAccessToken(): string {
  return createCredential(accessTokenPrefix);
}

/** Tells by its form alone what an access token can be. */
export function readAccessToken(text: string): CredentialForm {
  return readCredential(accessTokenPrefix, text);
}

/** Makes a secret with which a SCIM client gets access tokens; it is built like one. */
export function createClientSecret(): string {
  return createCredential(clientSecretPrefix);
}

/** Tells by its form alone what a client secret can be. */
export function readClientSecret(text: string): CredentialForm {
  return readCredential(clientSecretPrefix, text);
}

function createCredential(prefix: string): string {
  const text = prefix + createRandomText(randomLength);
  return text + formatChecksum(text);
}

function readCredential(prefix: string, text: string): CredentialForm {
  if (!text.startsWith(prefix)) return "foreign";
  if (!randomAndChecksum.test(text.slice(prefix.length))) return "mistyped";
  const checked = text.slice(0, -checksumLength);
  return text === checked + formatChecksum(checked) ? "well-formed" : "mistyped";
}

/** Makes the token of the one-time setup link. */
export function createSetupToken(): string {
  return createRandomText(randomLength);
}

/** SHA-256 of a token or client secret, by which it is stored and looked up. It is random: no salt, no slowness needed. */
export function hashToken(text: string): Buffer {
  return digest("sha256", text, "buffer");
}

/** @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html (the library's default is argon2id) */
const argon2Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes a password with argon2id; the result holds its salt and parameters. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFC"), argon2Options);
}

/** Tells whether `password` is the one that was hashed; false for text that is no argon2 hash. */
export async function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password.normalize("NFC")).catch(() => false);
}

/**
 * The secret of an installation without ROSTER_SECRET: made at the first call and kept in the file `secret` of the data
 * directory, which only its owner may read.
 */
export function ensureKeptSecret(dataDir: string): string {
  const file = path.join(dataDir, "secret");
  const unfinished = `${file}.${randomBytes(6).toString("hex")}`;
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
  }
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(unfinished, `${createRandomText(randomLength)}\n`, { mode: 0o600, flush: true });
  try {
    // In one step, and only if it is not there: of two processes that start at once, both use the first one's.
    linkSync(unfinished, file);
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  } finally {
    unlinkSync(unfinished);
  }
  return readFileSync(file, "utf8").trim();
}

/**
 * A key of 256 bits for one purpose, from the secret of the installation: who learns one key learns no other, and not the
 * secret.
 *
 * @param purpose never changes, or what was signed before is worth nothing
 * @see RFC 5869
 */
export function deriveKey(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", `roster ${purpose}`, 32));
}

/** The keys by which secrets of others are sealed: seal with the current one, unseal with whichever fits. */
export type SealingKeys = { readonly current: Buffer; readonly previous?: Buffer };

/** A sealed secret that cannot be opened. The message says what to do, and nothing of the secret. */
export class UnsealError extends Error {
  override readonly name = "UnsealError";
}

/** First byte of what is sealed, so that the form can change. */
const sealVersion = 1;
const sealCipher = "aes-256-gcm";
const nonceLength = 12;
const tagLength = 16;

/**
 * The keys of this installation, from its secret and, while that is rotated, the one before.
 *
 * @param environment without a `secret`, the one that is kept in the data directory is used, and made where there is none
 */
export function readSealingKeys(environment: {
  readonly secret?: string;
  readonly previousSecret?: string;
  readonly dataDir: string;
}): SealingKeys {
  const { secret = ensureKeptSecret(environment.dataDir), previousSecret } = environment;
  const current = deriveKey(secret, "sealing");
  return previousSecret === undefined ? { current } : { current, previous: deriveKey(previousSecret, "sealing") };
}

/**
 * Seals a text with AES-256-GCM. The result is version, nonce, tag and ciphertext.
 *
 * @param context what it belongs to, such as "target 0198…": it can be unsealed for the same one only, so that nobody gains by
 *   moving it to another row
 * @see NIST SP 800-38D §8.2.2 (random nonces of 96 bits)
 */
export function seal({ current }: SealingKeys, plaintext: string, context: string): Buffer<ArrayBuffer> {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv(sealCipher, current, nonce, { authTagLength: tagLength });
  cipher.setAAD(createSealContext(context));
  const ciphertext = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
  return Buffer.concat([Buffer.of(sealVersion), nonce, cipher.getAuthTag(), ciphertext]);
}

/** The text that was sealed for `context`. @throws UnsealError */
export function unseal(keys: SealingKeys, sealed: Uint8Array, context: string): string {
  return open(keys, sealed, context).plaintext;
}

/**
 * Seals with the current key what was sealed with the previous one.
 *
 * @returns undefined where it is sealed with the current key already
 * @throws UnsealError
 */
export function reseal(keys: SealingKeys, sealed: Uint8Array, context: string): Buffer<ArrayBuffer> | undefined {
  const { plaintext, isCurrent } = open(keys, sealed, context);
  return isCurrent ? undefined : seal(keys, plaintext, context);
}

function open(
  { current, previous }: SealingKeys,
  sealed: Uint8Array,
  context: string,
): { readonly plaintext: string; readonly isCurrent: boolean } {
  for (const key of previous === undefined ? [current] : [current, previous]) {
    const plaintext = tryOpen(key, Buffer.from(sealed), context);
    if (plaintext !== undefined) return { plaintext, isCurrent: key === current };
  }
  throw new UnsealError(
    "A stored secret cannot be opened: it was sealed with another ROSTER_SECRET, or was changed. Set ROSTER_SECRET_PREVIOUS to the secret that was used before, or enter it anew.",
  );
}

function tryOpen(key: Buffer, sealed: Buffer, context: string): string | undefined {
  const [nonceEnd, tagEnd] = [1 + nonceLength, 1 + nonceLength + tagLength];
  if (sealed[0] !== sealVersion || sealed.length < tagEnd) return undefined;
  const decipher = createDecipheriv(sealCipher, key, sealed.subarray(1, nonceEnd), { authTagLength: tagLength });
  decipher.setAAD(createSealContext(context));
  decipher.setAuthTag(sealed.subarray(nonceEnd, tagEnd));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(tagEnd)), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}

/** The version is bound too: a later form cannot be passed off as this one. */
function createSealContext(context: string): Buffer {
  return Buffer.from(`roster sealed ${sealVersion} ${context}`, "utf8");
}

function createRandomText(length: number): string {
  return Array.from({ length }, () => base62.charAt(randomInt(base62.length))).join("");
}

function formatChecksum(text: string): string {
  let rest = crc32(text);
  let digits = "";
  for (let position = 0; position < checksumLength; position++) {
    digits = base62.charAt(rest % base62.length) + digits;
    rest = Math.floor(rest / base62.length);
  }
  return digits;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
