import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import {
  createAccessToken,
  createClientSecret,
  createSetupToken,
  deriveKey,
  ensureKeptSecret,
  hashPassword,
  hashToken,
  readAccessToken,
  readClientSecret,
  readSealingKeys,
  reseal,
  seal,
  UnsealError,
  unseal,
  verifyPassword,
} from "./secrets";

describe("access tokens", () => {
  it("are the prefix, 43 random characters and 6 of the checksum", () => {
    expect(createAccessToken()).toMatch(/^roster_scim_[0-9A-Za-z]{49}$/);
    expect(createAccessToken()).not.toBe(createAccessToken());
  });

  it("read well-formed when we made them, and mistyped when any one character differs", () => {
    fc.assert(
      fc.property(fc.nat(60), fc.string({ unit: "binary", minLength: 1, maxLength: 1 }), (position, character) => {
        const token = createAccessToken();
        expect(readAccessToken(token)).toBe("well-formed");
        const changed = token.slice(0, position) + character + token.slice(position + 1);
        fc.pre(changed !== token);
        // A change in the prefix takes away what makes it recognisably ours.
        expect(readAccessToken(changed)).toBe(position < "roster_scim_".length ? "foreign" : "mistyped");
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ["a character lost", (token: string) => token.slice(0, -1)],
    ["a character added", (token: string) => `${token}a`],
    ["two neighbours exchanged", exchangeNeighbours],
    ["only the prefix", () => "roster_scim_"],
    ["a line break at the end", (token: string) => `${token}\n`],
  ])("read mistyped with %s", (_, change) => {
    expect(readAccessToken(change(createAccessToken()))).toBe("mistyped");
  });

  it.each(["", "abc", "Bearer x", "ROSTER_SCIM_x", "00Qx7-okta.token"])("read %j foreign", (text) => {
    expect(readAccessToken(text)).toBe("foreign");
  });

  it("accept a token whose checksum was computed elsewhere (CRC32 of the text before it, in base 62)", () => {
    const token = createAccessToken();
    const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const value = [...token.slice(-6)].reduce((sum, digit) => sum * 62 + digits.indexOf(digit), 0);
    expect(value).toBe(crc32BitByBit(Buffer.from(token.slice(0, -6))));
  });
});

describe("client secrets", () => {
  it("are built like access tokens, with a prefix of their own", () => {
    expect(createClientSecret()).toMatch(/^roster_secret_[0-9A-Za-z]{49}$/);
    expect(createClientSecret()).not.toBe(createClientSecret());
  });

  it("are told from what is mistyped and from what is no client secret, access tokens too", () => {
    const secret = createClientSecret();
    expect(readClientSecret(secret)).toBe("well-formed");
    expect(readClientSecret(secret.slice(0, -1))).toBe("mistyped");
    expect(readClientSecret(exchangeNeighbours(secret))).toBe("mistyped");
    expect(readClientSecret(createAccessToken())).toBe("foreign");
    expect(readAccessToken(secret)).toBe("foreign");
  });
});

it("createSetupToken gives another 43 characters each time", () => {
  expect(createSetupToken()).toMatch(/^[0-9A-Za-z]{43}$/);
  expect(createSetupToken()).not.toBe(createSetupToken());
});

it("hashToken is SHA-256 (FIPS 180-2 B.1)", () => {
  expect(hashToken("abc").toString("hex")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

describe("passwords", () => {
  it("are kept as argon2id with the OWASP parameters, and verified", async () => {
    const passwordHash = await hashPassword("correct horse");
    expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await verifyPassword(passwordHash, "correct horse")).toBe(true);
    expect(await verifyPassword(passwordHash, "correct horsf")).toBe(false);
  });

  it("are the same however the keyboard composes their letters", async () => {
    expect(await verifyPassword(await hashPassword("caf\u00e9"), "cafe\u0301")).toBe(true);
  });

  it("are refused against text that is no hash", async () => {
    expect(await verifyPassword("", "x")).toBe(false);
  });
});

describe("ensureKeptSecret", () => {
  const directory = mkdtempSync(path.join(tmpdir(), "roster-secret-"));
  afterAll(() => rmSync(directory, { recursive: true }));

  it("makes a secret once, readable by its owner alone", () => {
    const dataDir = path.join(directory, "data");
    const secret = ensureKeptSecret(dataDir);
    expect(secret.length).toBeGreaterThanOrEqual(32);
    expect(ensureKeptSecret(dataDir)).toBe(secret);
    expect(statSync(path.join(dataDir, "secret")).mode & 0o777).toBe(0o600);
    expect(readFileSync(path.join(dataDir, "secret"), "utf8")).toBe(`${secret}\n`);
  });
});

function exchangeNeighbours(token: string): string {
  const position = [...token].findIndex(
    (character, index) => index >= "roster_secret_".length && character !== token[index + 1],
  );
  return token.slice(0, position) + token.charAt(position + 1) + token.charAt(position) + token.slice(position + 2);
}

function crc32BitByBit(bytes: Buffer): number {
  let rest = 0xffffffff;
  for (const byte of bytes) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit++) rest = rest & 1 ? (rest >>> 1) ^ 0xedb88320 : rest >>> 1;
  }
  return (rest ^ 0xffffffff) >>> 0;
}

describe("deriveKey", () => {
  it("each secret and each purpose has a key of its own, always the same", () => {
    const keys = [
      deriveKey("one secret", "one purpose"),
      deriveKey("one secret", "another purpose"),
      deriveKey("another secret", "one purpose"),
    ];
    expect(new Set(keys.map((key) => key.toString("hex"))).size).toBe(3);
    expect(keys[0]).toHaveLength(32);
    expect(deriveKey("one secret", "one purpose")).toEqual(keys[0]);
  });
});

describe("sealing", () => {
  const keys = { current: deriveKey("one secret", "sealing") };
  const rotated = { current: deriveKey("new secret", "sealing"), previous: keys.current };

  it("opens for whom it was sealed, and is another text each time", () => {
    const first = seal(keys, "tökèn 🔑", "target 1");
    const second = seal(keys, "tökèn 🔑", "target 1");
    expect(unseal(keys, first, "target 1")).toBe("tökèn 🔑");
    expect(unseal(keys, new Uint8Array(second), "target 1")).toBe("tökèn 🔑");
    expect(first.equals(second)).toBe(false);
    expect(first.includes("tök")).toBe(false);
    expect(unseal(keys, seal(keys, "", "target 1"), "target 1")).toBe("");
  });

  it("does not open for another row, with another key, or cut short", () => {
    const sealed = seal(keys, "token", "target 1");
    expect(() => unseal(keys, sealed, "target 2")).toThrow(UnsealError);
    expect(() => unseal({ current: deriveKey("other", "sealing") }, sealed, "target 1")).toThrow(UnsealError);
    for (const length of [0, 1, 12, 28]) {
      expect(() => unseal(keys, sealed.subarray(0, length), "target 1")).toThrow(UnsealError);
    }
  });

  it("does not open when any byte of it was changed", () => {
    const sealed = seal(keys, "token", "target 1");
    for (let position = 0; position < sealed.length; position++) {
      const changed = Buffer.from(sealed);
      changed[position] = (changed[position] ?? 0) ^ 1;
      expect(() => unseal(keys, changed, "target 1")).toThrow(UnsealError);
    }
  });

  it("while the secret is rotated, opens what was sealed with the one before, and seals it anew", () => {
    const sealed = seal(keys, "token", "target 1");
    expect(unseal(rotated, sealed, "target 1")).toBe("token");
    expect(() => unseal({ current: rotated.current }, sealed, "target 1")).toThrow(/ROSTER_SECRET_PREVIOUS/);
    const anew = reseal(rotated, sealed, "target 1");
    expect(anew && unseal({ current: rotated.current }, anew, "target 1")).toBe("token");
    expect(anew && reseal(rotated, anew, "target 1")).toBeUndefined();
    expect(() => reseal(rotated, sealed, "target 2")).toThrow(UnsealError);
  });

  it("takes its keys from the environment, or from the secret that is kept", () => {
    const dataDir = mkdtempSync(path.join(tmpdir(), "roster-sealing-"));
    const kept = readSealingKeys({ dataDir });
    expect(kept).toEqual({ current: deriveKey(ensureKeptSecret(dataDir), "sealing") });
    expect(readSealingKeys({ dataDir })).toEqual(kept);
    expect(readSealingKeys({ dataDir, secret: "new secret", previousSecret: "one secret" })).toEqual(rotated);
    rmSync(dataDir, { recursive: true });
  });
});
