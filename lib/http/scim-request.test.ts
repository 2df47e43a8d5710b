import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ScimError } from "@/lib/scim/errors";
import { checkAccept, checkContentType, checkUrlLength, parseBody, readBodyText } from "./scim-request";

function refusalOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof ScimError) return error.kind;
    throw error;
  }
}

/** A request whose length nobody knows before it has ended. */
function createStreamedRequest(body: ReadableStream<Uint8Array>): Request {
  const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
  return new Request("http://x/", init);
}

describe("T-02, T-03 content types", () => {
  test.each<[string | undefined, string | undefined]>([
    [undefined, undefined],
    ["", undefined],
    ["application/scim+json", undefined],
    ["application/json", undefined],
    ["Application/SCIM+JSON; Charset=UTF-8", undefined],
    ['application/json;charset="utf-8"', undefined],
    ["application/json; odata=verbose", undefined],
    ["text/plain", "unsupportedMediaType"],
    ["application/xml", "unsupportedMediaType"],
    ["application/x-www-form-urlencoded", "unsupportedMediaType"],
    ["multipart/form-data; boundary=x", "unsupportedMediaType"],
    ["application/jsonx", "unsupportedMediaType"],
    ["application/json; charset=iso-8859-1", "unsupportedMediaType"],
  ])("%s", (contentType, expected) => {
    const headers = new Headers(contentType === undefined ? {} : { "content-type": contentType });
    expect(refusalOf(() => checkContentType(headers))).toBe(expected);
  });
});

describe("T-04 Accept", () => {
  test.each<[string | undefined, string | undefined]>([
    [undefined, undefined],
    ["", undefined],
    ["*/*", undefined],
    ["application/*", undefined],
    ["application/scim+json; charset=utf-8", undefined],
    ["application/json", undefined],
    ["text/html, application/xhtml+xml;q=0.9, */*;q=0.8", undefined],
    ["text/html", "notAcceptable"],
    ["application/xml, text/plain", "notAcceptable"],
    ["application/json;q=0", "notAcceptable"],
  ])("%s", (accept, expected) => {
    expect(refusalOf(() => checkAccept(new Headers(accept === undefined ? {} : { accept })))).toBe(expected);
  });
});

describe("T-13 limits", () => {
  test("a long URL", () => {
    expect(refusalOf(() => checkUrlLength("x".repeat(16 * 1024)))).toBeUndefined();
    expect(refusalOf(() => checkUrlLength("x".repeat(16 * 1024 + 1)))).toBe("uriTooLong");
  });

  test("a body above the limit, announced", async () => {
    const headers = { "content-length": "101" };
    const request = new Request("http://x/", { method: "POST", headers, body: "x".repeat(101) });
    await expect(readBodyText(request, 100)).rejects.toMatchObject({ kind: "payloadTooLarge" });
  });

  test("a body above the limit, streamed: reading stops there", async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(50).fill(32));
      },
    });
    const request = createStreamedRequest(body);
    await expect(readBodyText(request, 100)).rejects.toMatchObject({ kind: "payloadTooLarge" });
    expect(sent).toBeLessThan(10);
  });

  test("a body as large as the limit", async () => {
    const body = "x".repeat(100);
    expect(await readBodyText(new Request("http://x/", { method: "POST", body }), 100)).toBe(body);
  });

  test("nesting is bounded before it is parsed", () => {
    expect(refusalOf(() => parseBody("[".repeat(5_000_000)))).toBe("invalidSyntax");
    expect(refusalOf(() => parseBody(`${'{"a":'.repeat(100)}1${"}".repeat(100)}`))).toBe("invalidSyntax");
    const brackets = JSON.stringify({ title: '\\"[[['.repeat(100) });
    expect(parseBody(brackets)).toEqual(JSON.parse(brackets));
  });
});

describe("T-05, T-06 bodies", () => {
  test.each(["", "  \n", "{", "undefined", "{'a':1}", '{"a":1}x', "NaN"])("no JSON: %j", (text) => {
    expect(refusalOf(() => parseBody(text))).toBe("invalidSyntax");
  });

  test("the refusal says where, and does not repeat the body", () => {
    expect(() => parseBody('{"a":"hidden" "b"}')).toThrow(/character 15/);
    expect(() => parseBody("hidden")).toThrow(/^(?!.*hidden)/);
  });

  test("UTF-8 comes through byte for byte, a byte order mark is dropped", async () => {
    const text = JSON.stringify({ a: "é 漢字 👩‍👩‍👧 שלום e\u0301" });
    const body = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]);
    expect(await readBodyText(new Request("http://x/", { method: "POST", body }), 1_000)).toBe(text);
  });

  test("other encodings are refused", async () => {
    const body = Buffer.from('{"a":"\u00e9"}', "latin1");
    const request = new Request("http://x/", { method: "POST", body });
    await expect(readBodyText(request, 1_000)).rejects.toMatchObject({ kind: "invalidSyntax" });
  });

  test("a connection that breaks in the middle is no fault of ours", async () => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.error(new Error("aborted"));
      },
    });
    const request = createStreamedRequest(body);
    await expect(readBodyText(request, 1_000)).rejects.toMatchObject({ kind: "badRequest" });
  });

  test.each(['{"__proto__":{"active":false},"a":[{"__proto__":1}]}', '{"\\u005f_proto__":{},"a":[{}]}'])(
    "a key __proto__ is left out: %s",
    (text) => {
      const body = parseBody(text);
      expect(JSON.stringify(body)).toBe('{"a":[{}]}');
    },
  );

  test("law: every JSON value that is not nested too deeply comes through as it is", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false, maxDepth: 20 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!text.includes("__proto__"));
        expect(parseBody(text)).toEqual(JSON.parse(text));
      }),
    );
  });
});
