import { expect, it } from "vitest";
import { quoteText } from "./quote-text";

it.each([
  ["plain", 'emails[type eq "work"]', '"emails[type eq "work"]"'],
  ["control characters", "a\0b\n", '"a\\u0000b\\u000a"'],
  ["a lone surrogate", "a\ud83d", '"a\\ud83d"'],
  ["a character of two units", "😀", '"😀"'],
  ["long", "x".repeat(101), `"${"x".repeat(100)}…"`],
  ["cut within a character of two units", `${"x".repeat(99)}😀`, `"${"x".repeat(99)}\\ud83d…"`],
])("quotes a text for an error message: %s", (_name, text, expected) => {
  expect(quoteText(text)).toBe(expected);
});
