import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isUriReference } from "./uri";

describe("C-09 what is an absolute or a relative URI (RFC 3986 §4.1)", () => {
  test.each([
    "https://acme.example",
    "https://ada:secret@acme.example:8443/a/b;c=d?x=1&y=%20#top",
    "http://[2001:db8::1]:80/",
    "http://[v1.a:b]/",
    "HTTP://ACME.example",
    "urn:ietf:params:scim:schemas:core:2.0:User",
    "mailto:ada@acme.example",
    "data:image/png;base64,iVBORw0KGgo=",
    "tel:+1-201-555-0123",
    "file:///etc/hosts",
    "//acme.example/a",
    "../Users/2819c223",
    "/scim/v2/Users/1",
    "ada.png",
    "?q=1",
    "#a",
    "",
    "a/b:c",
    "http://acme.example:/",
  ])("%s", (text) => {
    expect(isUriReference(text)).toBe(true);
  });

  test.each([
    "not a uri",
    "http://[",
    "http://]",
    "http://[::1",
    "http://a[b]/",
    "\n",
    "a\u0000",
    "https://acme.example/ä",
    "https://acme.example/%",
    "https://acme.example/%2",
    "https://acme.example/%zz",
    "https://acme.example:port/",
    'https://acme.example/"x"',
    "<https://acme.example>",
    "a\\b",
    "a|b",
    "{x}",
    "a^b`c",
    "1a:b",
    ":a",
    "#a#b",
    " https://acme.example",
  ])("not %j", (text) => {
    expect(isUriReference(text)).toBe(false);
  });

  test("law: every web address that URL writes is one", () => {
    fc.assert(fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (url) => isUriReference(url)));
  });

  test("law: it takes no time to say so of a long text", () => {
    const parts = fc.constantFrom("a", "%41", "/", ":", "@", "[", "]", "?", "#", "%", " ");
    fc.assert(
      fc.property(fc.array(parts, { minLength: 1, maxLength: 3 }), fc.constantFrom("", "%", " "), (period, end) => {
        const text = period.join("").repeat(30_000) + end;
        const start = performance.now();
        isUriReference(text);
        expect(performance.now() - start).toBeLessThan(500);
      }),
      { numRuns: 200 },
    );
  });
});
