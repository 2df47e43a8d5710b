import type { JsonObject, JsonValue } from "@/lib/scim/json";
import { scimMediaType } from "@/lib/scim/urns";

/** What came back: `body` is the text where it is no JSON, and undefined where there is none. */
export type Called = { readonly status: number; readonly headers: Headers; readonly body: JsonValue | undefined };

/** Sends the fake target a request as its own tests do; the token of `target` unless the headers say otherwise. */
export async function callTarget(
  target: { readonly url: string; readonly token: string },
  method: string,
  path: string,
  body?: JsonObject,
  headers: Readonly<Record<string, string>> = {},
): Promise<Called> {
  const response = await fetch(`${target.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${target.token}`,
      ...(body === undefined ? {} : { "content-type": scimMediaType }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parse(text) };
}

function parse(text: string): JsonValue | undefined {
  if (text === "") return undefined;
  try {
    const body: JsonValue = JSON.parse(text);
    return body;
  } catch {
    return text;
  }
}
