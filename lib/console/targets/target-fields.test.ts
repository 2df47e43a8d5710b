import { describe, expect, test } from "vitest";
import { testAuthority, testServerCertificate } from "@/lib/http/testing/test-certificate";
import type { TargetCredential } from "@/lib/provisioning/target";
import { describeCertificates, readCaCertificate } from "./ca-certificate";
import { readTargetCredential } from "./credential-fields";
import { readTargetUrl } from "./target-url";

describe("the base URL of a target", () => {
  test.each([
    ["https://example.com/scim/v2", "https://example.com/scim/v2"],
    ["  https://EXAMPLE.com/scim/v2//  ", "https://example.com/scim/v2"],
    ["https://example.com:8443/a/b", "https://example.com:8443/a/b"],
  ])("%s is kept as %s, without a hint", (text, url) => {
    expect(readTargetUrl(text)).toEqual({ ok: true, value: { url, hints: [] } });
  });

  test.each([
    ["https://example.com/", "no path"],
    ["http://10.0.0.1/scim/v2", "plain http"],
  ])("%s is taken with a hint", (text, hint) => {
    expect(readTargetUrl(text)).toMatchObject({ ok: true, value: { hints: [expect.stringContaining(hint)] } });
  });

  test.each([
    ["example.com/scim", "not an address"],
    ["ftp://example.com/scim", "not an address"],
    ["https://ada:secret@example.com/scim", "Leave the user name"],
    ["https://example.com/scim?tenant=1", "neither ? nor #"],
    ["https://example.com/scim?", "neither ? nor #"],
    ["https://example.com/scim#x", "neither ? nor #"],
    ["https://example.com/scim/v2/Users", "where SCIM begins, https://example.com/scim/v2."],
    ["https://example.com/scim/v2/serviceproviderconfig/", "where SCIM begins, https://example.com/scim/v2."],
  ])("%s is refused", (text, message) => {
    expect(readTargetUrl(text)).toMatchObject({ ok: false, field: "url", message: expect.stringContaining(message) });
  });
});

describe("the credential of a target", () => {
  test("a token is taken with the word Bearer before it, as manuals show it", () => {
    const read = readTargetCredential({ kind: "bearer", token: " Bearer abc.def \n" });
    expect(read).toEqual({ ok: true, value: { kind: "bearer", token: "abc.def" } });
  });

  test.each<[TargetCredential, string]>([
    [{ kind: "bearer", token: " " }, "token"],
    [{ kind: "bearer", token: "sec ret" }, "token"],
    [{ kind: "bearer", token: "sécret" }, "token"],
    [{ kind: "basic", userName: "a:b", password: "secret" }, "userName"],
    [{ kind: "basic", userName: "ada", password: "" }, "password"],
    [{ kind: "oauth", tokenUrl: "login", clientId: "c", clientSecret: "secret" }, "tokenUrl"],
    [{ kind: "oauth", tokenUrl: "https://x.example/token", clientId: "", clientSecret: "secret" }, "clientId"],
    [{ kind: "oauth", tokenUrl: "https://x.example/token", clientId: "c", clientSecret: "" }, "clientSecret"],
  ])("%j is refused, without repeating the secret", (input, field) => {
    const read = readTargetCredential(input);
    expect(read).toMatchObject({ ok: false, field });
    expect(JSON.stringify(read)).not.toMatch(/sec ret|sécret/);
  });
});

describe("authorities", () => {
  const now = new Date("2026-01-01T00:00:00Z");

  test("are taken out of what stands around them", () => {
    const read = readCaCertificate(`Our authority:\n${testAuthority}and another\n${testServerCertificate}`, now);
    expect(read).toEqual({ ok: true, value: `${testAuthority}${testServerCertificate}` });
    expect(describeCertificates(testAuthority)).toEqual([
      { subject: expect.stringContaining("test authority"), validTo: expect.any(Date) },
    ]);
  });

  test("one that has ended is refused", () => {
    const read = readCaCertificate(testAuthority, new Date("2121-01-01T00:00:00Z"));
    expect(read).toMatchObject({ ok: false, message: expect.stringContaining("ended on") });
  });

  test.each([
    ["nothing", "no certificate"],
    ["-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----", "Never give a private key away"],
    ["-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----", "cannot be read"],
  ])("%s is refused", (text, message) => {
    expect(readCaCertificate(text, now)).toMatchObject({
      ok: false,
      field: "caCertificate",
      message: expect.stringContaining(message),
    });
  });
});
