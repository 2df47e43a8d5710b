import type { Finding } from "./capabilities";
import type { TargetAnswer } from "./target-client";

/**
 * What is wrong with an answer to a request that should have succeeded, for the owner, and what to do; undefined where nothing is.
 *
 * @param subject what was asked for
 * @param baseUrl of the target, at which most such mistakes are made
 */
export function judgeAnswer(answer: TargetAnswer, subject: string, baseUrl: string): Finding | undefined {
  const danger = (sentence: string, advice?: string): Finding => ({
    tone: "danger",
    subject,
    sentence,
    ...(advice === undefined ? {} : { advice }),
  });
  if (answer.kind === "refused") return danger(answer.detail);
  if (answer.kind !== "answered") return danger(answer.detail, adviseOnSilence(answer.detail));
  const { status, detail = "" } = answer;
  const told = detail === "" ? "" : ` The target says: ${endSentence(detail)}`;
  if (status === 401) {
    return danger(
      `The credential was refused (401).${told}`,
      "Enter a token that is valid, and check that it was copied whole.",
    );
  }
  if (status === 403) {
    return danger(
      `The credential is not allowed to do this (403).${told}`,
      "Give it the right to manage users and groups there.",
    );
  }
  if (status >= 300 && status < 400) return danger(detail, "Make the address to which it redirects the base URL.");
  if (status === 429 || status === 503) {
    const seconds = Math.ceil((answer.retryAfterMs ?? 0) / 1000);
    const wait = seconds > 0 ? `Try again in ${seconds} seconds.` : "Try again in a moment.";
    return danger(`The target asks us to wait (${status}).${told}`, wait);
  }
  if (!answer.isScim || status === 404) {
    const came = `${status}${detail === "" ? "" : `, ${detail}`}`;
    return danger(`Nobody answers SCIM at ${baseUrl} (${came}).`, adviseOnBaseUrl(baseUrl));
  }
  if (status >= 500)
    return danger(`The target failed (${status}).${told}`, "Try again later, or ask those who run it.");
  if (status >= 400) return danger(`The target refused the request (${status}).${told}`);
  return undefined;
}

/** Of the beginnings of version 1 whatever comes after. @see http://www.simplecloud.info/specs/draft-scim-core-schema-01.html */
const firstVersion = /urn:scim:schemas:(?:core|extension):/i;

/** Whether an answer is of SCIM 1, of which Roster speaks nothing. */
export function isFirstVersion(answer: TargetAnswer | undefined): boolean {
  if (answer?.kind !== "answered" || answer.body === undefined) return false;
  const resources = Array.isArray(answer.body.Resources) ? answer.body.Resources.slice(0, 1) : [];
  return firstVersion.test(JSON.stringify([answer.body.schemas ?? [], ...resources]));
}

function adviseOnBaseUrl(baseUrl: string): string {
  const path = (URL.canParse(baseUrl) ? new URL(baseUrl).pathname : baseUrl).replace(/\/+$/, "");
  const endpoint = /\/(Users|Groups|ServiceProviderConfigs?|Schemas|ResourceTypes|Bulk)$/i.exec(path)?.[1];
  if (endpoint !== undefined) return `Leave /${endpoint} at its end out of the base URL: Roster adds it.`;
  if (!/scim/i.test(path))
    return "Check the base URL: those of most applications end in /scim/v2, and this one does not.";
  if (!/\/v2(?:\/|$)/i.test(path)) return "Check the base URL: it may lack /v2 after scim.";
  return "Check the base URL against what the application says.";
}

function adviseOnSilence(detail: string): string {
  if (/ENOTFOUND|EAI_AGAIN/.test(detail)) return "Check the name in the base URL.";
  if (/certificate/i.test(detail))
    return "Give the target the certificate of its authority, or have a valid one installed there.";
  if (/ECONNREFUSED/.test(detail)) return "Check the port in the base URL, and whether the application is running.";
  return "Check that the application is running and can be reached from here.";
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
