import type { TargetCredential } from "@/lib/provisioning/target";
import { accept, type Result, refuse } from "../result";

const longestSecret = 8192;

/** Reads the credential by which Roster shows a target who it is. Messages never repeat a secret. */
export function readTargetCredential(input: TargetCredential): Result<TargetCredential> {
  switch (input.kind) {
    case "bearer": {
      // Manuals show the whole header, and people copy it.
      const token = readSecret(input.token.trim().replace(/^Bearer\s+/i, ""), "The token", "token");
      return token.ok ? accept({ kind: "bearer", token: token.value }) : token;
    }
    case "basic": {
      const userName = readPlain(input.userName, "The user name", "userName");
      if (!userName.ok) return userName;
      // RFC 7617 §2: everything before the first colon is the user name.
      if (userName.value.includes(":")) return refuse("A user name for HTTP Basic has no colon in it.", "userName");
      const password = readSecret(input.password, "The password", "password", true);
      return password.ok ? accept({ kind: "basic", userName: userName.value, password: password.value }) : password;
    }
    case "oauth": {
      const tokenUrl = readTokenUrl(input.tokenUrl);
      if (!tokenUrl.ok) return tokenUrl;
      const clientId = readPlain(input.clientId, "The client id", "clientId");
      if (!clientId.ok) return clientId;
      const clientSecret = readSecret(input.clientSecret.trim(), "The client secret", "clientSecret", true);
      if (!clientSecret.ok) return clientSecret;
      const scope = input.scope?.trim() ?? "";
      return accept({
        kind: "oauth",
        tokenUrl: tokenUrl.value,
        clientId: clientId.value,
        clientSecret: clientSecret.value,
        ...(scope === "" ? {} : { scope }),
      });
    }
  }
}

function readSecret(text: string, what: string, field: string, mayHoldSpaces = false): Result<string> {
  if (text.trim() === "") return refuse(`${what} is empty.`, field);
  if (text.length > longestSecret) return refuse(`${what} has more than ${longestSecret} characters.`, field);
  if (/\p{Cc}|\p{Cs}/u.test(text) || (!mayHoldSpaces && !/^[\x21-\x7e]+$/.test(text))) {
    return refuse(
      `${what} holds spaces, line breaks or other characters that cannot be sent. Copy it once more.`,
      field,
    );
  }
  return accept(text);
}

function readPlain(text: string, what: string, field: string): Result<string> {
  const trimmed = text.trim();
  if (trimmed === "") return refuse(`${what} is empty.`, field);
  return trimmed.length > 1000 || /\p{Cc}|\p{Cs}/u.test(trimmed)
    ? refuse(`${what} is too long, or holds control characters.`, field)
    : accept(trimmed);
}

function readTokenUrl(text: string): Result<string> {
  const trimmed = text.trim();
  const url = URL.canParse(trimmed) ? new URL(trimmed) : undefined;
  const isUsable =
    url !== undefined &&
    (url.protocol === "https:" || url.protocol === "http:") &&
    url.username === "" &&
    url.hash === "";
  return isUsable
    ? accept(trimmed)
    : refuse(
        `"${trimmed}" is not the address of a token endpoint, such as https://login.example.com/oauth/token.`,
        "tokenUrl",
      );
}
