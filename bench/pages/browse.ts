import { get } from "node:http";

/** A page as it came: until its last byte, and the scripts that it loads. */
export type Visit = {
  readonly status: number;
  readonly ms: number;
  /** Of the HTML, not compressed. */
  readonly bytes: number;
  readonly scripts: readonly string[];
};

/** A browser without a screen: it keeps cookies and measures how long a page takes until its last byte. */
export type Browser = {
  readonly open: (path: string) => Promise<Visit>;
  /** How many bytes a script takes on the way, compressed. */
  readonly weigh: (script: string) => Promise<number>;
};

/** Signs in and returns a browser that is. @throws when the server refuses */
export async function signIn(url: string, email: string, password: string): Promise<Browser> {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit = {}) => {
    const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url + path, {
      redirect: "manual",
      ...init,
      headers: { ...Object.fromEntries(new Headers(init.headers)), cookie },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ""] = line.split(";");
      cookies.set(pair.slice(0, pair.indexOf("=")), pair.slice(pair.indexOf("=") + 1));
    }
    return response;
  };
  const { csrfToken }: { csrfToken: string } = await (await send("/api/auth/csrf")).json();
  const body = new URLSearchParams({ csrfToken, email, password, json: "true" });
  const answer = await send("/api/auth/callback/credentials", { method: "POST", body });
  if (!answer.ok) throw new Error(`Signing in was refused with ${answer.status}.`);

  return {
    open: async (path) => {
      const begun = performance.now();
      const response = await send(path);
      const text = await response.text();
      const ms = performance.now() - begun;
      // Old browsers alone load those that are not for modules.
      const tags = (text.match(/<script[^>]*\ssrc="[^"]*"[^>]*>/g) ?? []).filter((tag) => !/nomodule/i.test(tag));
      const scripts = new Set(tags.map((tag) => tag.replace(/.*\ssrc="([^"]*)".*/, "$1")));
      return { status: response.status, ms, bytes: Buffer.byteLength(text), scripts: [...scripts] };
    },
    weigh: (script) => countBytes(url + script),
  };
}

/** `fetch` would unpack them. */
function countBytes(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { "accept-encoding": "gzip" } }, (response) => {
      let bytes = 0;
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
      });
      response.on("end", () => resolve(bytes));
    }).on("error", reject);
  });
}
