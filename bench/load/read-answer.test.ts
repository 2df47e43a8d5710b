import { describe, expect, test } from "vitest";
import { readAnswer } from "./read-answer";

function read(text: string): { status: number; body: string } | undefined {
  const answer = readAnswer(Buffer.from(text));
  return answer && { status: answer.status, body: answer.body.toString() };
}

describe("an HTTP/1.1 answer", () => {
  test("is read by its length, whatever the case of the header", () => {
    expect(read("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nX: y\r\n\r\n{ü}")).toEqual({ status: 200, body: "{ü}" });
    expect(read("HTTP/1.1 404 Not Found\r\ncontent-length:2\r\n\r\n{}")).toEqual({ status: 404, body: "{}" });
  });

  test("is read from its chunks", () => {
    const chunks = '5\r\n{"a":\r\nA;x=y\r\n1234567890\r\n1\r\n}\r\n0\r\n\r\n';
    const answer = read(`HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`);
    expect(answer).toEqual({ status: 201, body: '{"a":1234567890}' });
  });

  test("has no body with 204", () => {
    expect(read("HTTP/1.1 204 No Content\r\nDate: x\r\n\r\n")).toEqual({ status: 204, body: "" });
  });

  test("is awaited while any of its bytes is missing", () => {
    const wholes = [
      "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n",
    ];
    for (const whole of wholes) {
      for (let length = 0; length < whole.length; length++) expect(read(whole.slice(0, length))).toBeUndefined();
      expect(read(whole)).toEqual({ status: 200, body: "abc" });
    }
  });

  test("that does not say how long it is, is refused", () => {
    expect(() => read("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc")).toThrow("an answer 200 of unknown length");
  });
});
