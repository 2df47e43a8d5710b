/** A browser without a screen: it keeps cookies and measures how long a page takes until its last byte. */
export type Browser = {
  readonly open: (path: string) => Promise<{ readonly status: number; readonly ms: number; readonly bytes: number }>;
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
      const { length } = await response.text();
      return { status: response.status, ms: performance.now() - begun, bytes: length };
    },
  };
}
