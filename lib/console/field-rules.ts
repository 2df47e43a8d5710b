import { accept, type Result, refuse } from "./result";

const maximumNameLength = 100;
const minimumPasswordLength = 12;
const maximumPasswordLength = 1024;

/** Reads the subdomain of an organization; "" is the root domain. */
export function readSubdomain(text: string): Result<string> {
  if (text === "" || /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(text)) {
    return accept(text);
  }
  const rule =
    "1 to 63 letters a to z in lower case, digits and hyphens, with no hyphen at either end; empty for the root domain";
  return refuse(`"${text}" cannot be a subdomain. It is ${rule}, such as ${suggestSubdomain(text)}.`, "subdomain");
}

function suggestSubdomain(text: string): string {
  const label = text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replaceAll(/^-+|-+$/g, "");
  return label === "" ? "acme" : label;
}

/**
 * Reads a name that people give: trimmed, not blank, at most 100 characters, on one line.
 *
 * @param what what is named, such as "an organization's name"
 */
export function readName(text: string, what: string, field = "name"): Result<string> {
  const name = text.trim();
  if (name === "") {
    return refuse(`${capitalise(what)} cannot be blank.`, field);
  }
  if ([...name].length > maximumNameLength) {
    return refuse(
      `${capitalise(what)} has at most ${maximumNameLength} characters; this has ${[...name].length}.`,
      field,
    );
  }
  if (/\p{Cc}|\p{Cs}/u.test(name)) {
    return refuse(`${capitalise(what)} has no line breaks or other control characters.`, field);
  }
  return accept(name);
}

function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Reads an email address: trimmed, at most 254 characters. */
export function readEmail(text: string): Result<string> {
  const email = text.trim();
  if (email === "") return refuse("An email address is needed, such as ada@example.com.", "email");
  return email.length <= 254 && /^[^\s@\p{Cc}\p{Cs}]+@[^\s@.\p{Cc}\p{Cs}]+(\.[^\s@.\p{Cc}\p{Cs}]+)*$/u.test(email)
    ? accept(email)
    : refuse(`"${text}" is not an email address. One looks like ada@example.com.`, "email");
}

/** Reads a new password: 12 to 1024 characters, taken as typed. */
export function readPassword(text: string): Result<string> {
  const { length } = [...text];
  if (length < minimumPasswordLength) {
    return refuse(
      `A password has at least ${minimumPasswordLength} characters; this has ${length}. A few words in a row make a good one.`,
      "password",
    );
  }
  return length > maximumPasswordLength
    ? refuse(`A password has at most ${maximumPasswordLength} characters; this has ${length}.`, "password")
    : accept(text);
}

/** Reads email domains separated by commas, such as "a.example, b.example"; an empty text allows every domain. */
export function readEmailDomains(text: string): Result<readonly string[]> {
  const domains: string[] = [];
  for (const part of text.split(",").map((item) => item.trim().toLowerCase())) {
    if (
      part !== "" &&
      !/^[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?(\.[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?)*$/u.test(part)
    ) {
      return refuse(
        `"${part}" is not an email domain. Domains stand behind the @ and are separated by commas, such as a.example,b.example.`,
        "allowedEmailDomains",
      );
    }
    if (part !== "" && !domains.includes(part)) {
      domains.push(part);
    }
  }
  return accept(domains);
}
