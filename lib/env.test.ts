import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import { parseEnvironment } from "./env";

const secret = "0123456789abcdef0123456789abcdef";

function readErrors(source: Record<string, string>): readonly string[] {
  const result = parseEnvironment(source);
  return result.ok ? [] : result.errors;
}

describe("parseEnvironment", () => {
  it("has a default for everything", () => {
    expect(parseEnvironment({})).toEqual({
      ok: true,
      environment: {
        port: 3000,
        host: "127.0.0.1",
        rosterUrl: "http://localhost:3000",
        dataDir: ".roster",
        trustedProxyHops: 0,
        targetAllow: [],
        webConcurrency: Math.min(availableParallelism(), 9),
      },
    });
  });

  it("takes a variable that is set to nothing for unset", () => {
    const names = ["PORT", "HOST", "ROSTER_URL", "ROSTER_DATA_DIR", "DATABASE_URL", "ROSTER_SECRET"];
    const emptied = Object.fromEntries(names.map((name) => [name, ""]));
    expect(parseEnvironment(emptied)).toEqual(parseEnvironment({}));
    expect(parseEnvironment({ PORT: "  " })).toEqual(parseEnvironment({}));
  });

  it("reads every variable", () => {
    const source = {
      PORT: "8080",
      HOST: "::",
      ROSTER_URL: "https://roster.example.com/",
      ROSTER_DATA_DIR: "/var/lib/roster",
      DATABASE_URL: "postgresql://roster:p%40ss@db.example.com:5432/roster",
      ROSTER_SECRET: secret,
      ROSTER_SECRET_PREVIOUS: `before ${secret}`,
      ROSTER_TRUSTED_PROXY_HOPS: "2",
      ROSTER_TARGET_ALLOW: "10.0.0.0/8, fd00::/8,192.0.2.7",
      WEB_CONCURRENCY: "3",
    };
    expect(parseEnvironment(source)).toEqual({
      ok: true,
      environment: {
        port: 8080,
        host: "::",
        rosterUrl: "https://roster.example.com",
        dataDir: "/var/lib/roster",
        databaseUrl: "postgresql://roster:p%40ss@db.example.com:5432/roster",
        secret,
        previousSecret: `before ${secret}`,
        trustedProxyHops: 2,
        targetAllow: ["10.0.0.0/8", "fd00::/8", "192.0.2.7"],
        webConcurrency: 3,
      },
    });
  });

  it("takes all three settings of OpenID Connect or none", () => {
    const oidc = {
      ROSTER_OIDC_ISSUER: "https://login.example.com/realms/acme",
      ROSTER_OIDC_CLIENT_ID: "roster",
      ROSTER_OIDC_CLIENT_SECRET: "its secret",
    };
    expect(parseEnvironment(oidc)).toMatchObject({
      environment: {
        oidc: { issuer: "https://login.example.com/realms/acme", clientId: "roster", clientSecret: "its secret" },
      },
    });
    expect(readErrors({ ...oidc, ROSTER_OIDC_CLIENT_SECRET: "" })).toEqual([
      "ROSTER_OIDC_CLIENT_SECRET is required with ROSTER_OIDC_ISSUER and ROSTER_OIDC_CLIENT_ID: set all of ROSTER_OIDC_ISSUER, ROSTER_OIDC_CLIENT_ID, ROSTER_OIDC_CLIENT_SECRET, or none.",
    ]);
    expect(readErrors({ ROSTER_OIDC_CLIENT_ID: "roster" })).toHaveLength(2);
    expect(readErrors({ ...oidc, ROSTER_OIDC_ISSUER: "login.example.com" })).toEqual([
      expect.stringContaining("ROSTER_OIDC_ISSUER must be the issuer"),
    ]);
  });

  it("derives the public address from the port", () => {
    expect(parseEnvironment({ PORT: "4001" })).toMatchObject({ environment: { rosterUrl: "http://localhost:4001" } });
  });

  it.each([
    ["PORT", "abc"],
    ["PORT", "0"],
    ["PORT", "65536"],
    ["PORT", "3000.5"],
    ["PORT", "-1"],
    ["HOST", "not a host"],
    ["ROSTER_URL", "roster.example.com"],
    ["ROSTER_URL", "ftp://roster.example.com"],
    ["ROSTER_URL", "https://roster.example.com/console"],
    ["ROSTER_URL", "https://roster.example.com/?a=b"],
    ["ROSTER_URL", "https://roster.example.com#top"],
    ["ROSTER_URL", "https://user@roster.example.com"],
    ["DATABASE_URL", "mysql://localhost/roster"],
    ["DATABASE_URL", "localhost:5432"],
    ["DATABASE_URL", "postgresql://localhost:5432"],
    ["ROSTER_SECRET", "0123456789abcdef0123456789abcde"],
    ["ROSTER_SECRET_PREVIOUS", "0123456789abcdef0123456789abcde"],
    ["ROSTER_TRUSTED_PROXY_HOPS", "one"],
    ["ROSTER_TARGET_ALLOW", "localhost"],
    ["ROSTER_TARGET_ALLOW", "10.0.0.0/33"],
    ["ROSTER_TARGET_ALLOW", "10.0.0.0/"],
    ["ROSTER_TARGET_ALLOW", "10.0.0.0/8/8"],
    ["ROSTER_TARGET_ALLOW", "10.0.0.0/8,"],
    ["ROSTER_TARGET_ALLOW", "10.0.0.0/8;fd00::/8"],
    ["ROSTER_TARGET_ALLOW", "fe80::1%eth0"],
  ])("refuses %s=%s with one sentence that begins with its name and gives an example", (name, value) => {
    const errors = readErrors({ ROSTER_SECRET: secret, [name]: value });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(new RegExp(`^${name} must `));
  });

  it("tells every mistake at once", () => {
    const errors = readErrors({ PORT: "x", ROSTER_URL: "y", DATABASE_URL: "postgresql://localhost/roster" });
    expect(errors.map((error) => error.split(" ")[0])).toEqual(["PORT", "ROSTER_URL", "ROSTER_SECRET"]);
  });

  it("requires ROSTER_SECRET with DATABASE_URL, and says how to make one", () => {
    const errors = readErrors({ DATABASE_URL: "postgresql://localhost/roster" });
    expect(errors).toEqual([expect.stringContaining("openssl rand -base64 32")]);
  });

  it("does not repeat secrets in its errors", () => {
    const errors = readErrors({ ROSTER_SECRET: "hunter2", DATABASE_URL: "mysql://root:hunter2@localhost/roster" });
    expect(errors).toHaveLength(2);
    expect(errors.join(" ")).not.toContain("hunter2");
  });
});
