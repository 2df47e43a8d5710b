import type { CardRule } from "../card";
import { linkToSetup } from "../console-paths";
import type { LoggedExchange } from "../logged-exchange";
import { shortenDetail } from "../read-detail";
import { filterOf, operationsOf, pathOf } from "../read-request";

/** The piece by which the address that was called differs from the base URL; undefined where it does not. */
function findWrongPiece({ detail = "", status, operation, ...exchange }: LoggedExchange): string | undefined {
  const path = pathOf(exchange);
  if (operation !== undefined || (status !== 404 && status !== 400)) return undefined;
  if (/^\/scim\/v2(?:\/|$)/i.test(path)) return `"/scim/v2" is in it twice`;
  if (/speaks SCIM version 2 alone/.test(detail)) return "it asks for another version than v2";
  if (/Paths are case-sensitive/.test(detail)) return "it has upper and lower case letters in other places";
  if (/^\/v2(?:\/|$)/i.test(path)) return '"/scim" is missing in it';
  if (/^\/scim(?:\/|$)/i.test(path)) return '"/v2" is missing in it';
  if (/base URL/i.test(detail)) return '"/scim/v2" is missing in it, or something stands after it';
  return undefined;
}

/** Cards about the form of a request. */
export const requestCards: readonly CardRule[] = [
  {
    number: 10,
    id: "wrong-base-url",
    tone: "danger",
    signal: "404 where no endpoint is: the base URL lacks a piece, or has one too many.",
    explain: (exchange, { baseUrl }, screens) => {
      const piece = findWrongPiece(exchange);
      if (piece === undefined) return undefined;
      return {
        title: `The base URL is wrong: ${piece}`,
        meaning: `${exchange.method} ${pathOf(exchange)} was called, and there is nothing. Nothing was done.`,
        cause: `The base URL in ${screens.name} is not exactly ours. Identity providers add /Users and /Groups to it by themselves.`,
        steps: [
          `In ${screens.name} open ${screens.urlField}.`,
          `Set it to exactly ${baseUrl}, with nothing after it.`,
          screens.test,
        ],
        copy: { name: "the base URL", text: baseUrl },
        links:
          exchange.client === undefined
            ? [{ label: "Choose the SCIM client", href: "/scim-clients" }]
            : [linkToSetup(exchange.client.id)],
      };
    },
  },
  {
    number: 18,
    id: "filter-unreadable",
    tone: "danger",
    signal: "400 invalidFilter: a filter that cannot be read, or that asks for what no schema has.",
    explain: (exchange, _, screens) => {
      if (exchange.scimType !== "invalidFilter") return undefined;
      const { detail = "" } = exchange;
      const at = /at character (\d+)/.exec(detail)?.[1];
      const filter = filterOf(exchange);
      const place = at === undefined || filter === undefined ? "" : ` It stops here: ${markPlace(filter, Number(at))}`;
      return {
        title:
          at === undefined
            ? "The filter asks for something that is not here"
            : `The filter cannot be read at character ${at}`,
        meaning: `${startSentence(shortenDetail(detail))}.${place} It was refused, since an answer to another question would make ${screens.name} create or miss people.`,
        cause: `The matching attribute, or an expression of somebody's own, in ${screens.name}.`,
        steps: [
          `In ${screens.name} open ${screens.mapping}, and look at the attribute by which people or groups are matched.`,
          'A filter is an attribute, an operator and a value in double quotes, such as userName eq "ada@acme.example". Operators: eq, ne, co, sw, ew, gt, ge, lt, le, pr. Join several with and, or, not ( ).',
          "An attribute of an extension is written with its URN before it; /Schemas lists all there are.",
        ],
        links: [],
      };
    },
  },
  {
    number: 26,
    id: "too-large",
    tone: "warning",
    signal: "413: the body is too large, or holds too many operations, members or values.",
    explain: (exchange, _, screens) => {
      if (exchange.status !== 413) return undefined;
      const detail = exchange.detail ?? "";
      const [, count, what, , limit] =
        /ha(?:s|ve) (\d+) (operations|values|characters)(.*?)(?:, and )(\d+) is the most/.exec(detail) ?? [];
      const bytes = /larger than (\d+) bytes/.exec(detail)?.[1];
      const group = exchange.resourceType === "Group";
      const title =
        count !== undefined && limit !== undefined
          ? `${format(count)} ${what} in one request (limit ${format(limit)})`
          : bytes === undefined
            ? "The request is too large"
            : `The request is larger than ${format(bytes)} bytes`;
      return {
        title,
        meaning: `${startSentence(shortenDetail(detail))}. Nothing was changed.`,
        cause: group
          ? "A large group was sent with all its members at once."
          : `${screens.name} sends more of a person than fits.`,
        steps: [
          group
            ? `In ${screens.name} open ${screens.groups}, and send smaller groups, or have it send only changes of members.`
            : `In ${screens.name} open ${screens.mapping}, and map fewer values.`,
          "The limits are the same for every client, so that one cannot slow down the others.",
        ],
        links: [],
      };
    },
  },
  {
    number: 11,
    id: "entra-older-dialect",
    tone: "info",
    isOrdinary: true,
    signal:
      "Entra sends operations with capital letters, booleans as texts, or the members to remove as a list; all of it was understood.",
    explain: (exchange) => {
      if (!speaksOlderDialect(exchange)) return undefined;
      return {
        title: "Entra speaks its older dialect, and it was understood",
        meaning:
          "Nothing is wrong. With its newer dialect Entra sends fewer requests, and what other tools read in them is plainer.",
        steps: [
          'If you like, open Enterprise applications > your app > Provisioning > Admin Credentials (newer screens: Connectivity), and add ?aadOptscim062020 to the end of the "Tenant URL".',
          "Save, and restart provisioning. Provision on demand keeps to the older dialect.",
        ],
        links: [],
      };
    },
  },
  {
    number: 12,
    id: "boolean-text",
    tone: "info",
    isOrdinary: true,
    signal: 'A boolean came as a text, such as active: "False", and was read as what it means.',
    explain: (exchange) => {
      const noted = exchange.leniencies.find(({ name }) => name === "booleanText")?.detail;
      // Of Entra it is one sign of several of the same.
      if (noted === undefined || speaksOlderDialect(exchange)) return undefined;
      const [, text = "", value = ""] = /read the text "(.*?)" as (true|false)/.exec(noted) ?? [];
      return {
        title: text === "" ? "A text was read as true or false" : `The text "${text}" was read as ${value}`,
        meaning: "SCIM has true and false without quotes for this. Nothing is wrong, and nothing needs to be done.",
        steps: [],
        links: [],
      };
    },
  },
];

/** Signs of what Entra sends unless its feature flag is set. */
function speaksOlderDialect(exchange: LoggedExchange): boolean {
  if (exchange.agent !== "entra" && exchange.client?.preset !== "entra") return false;
  if (exchange.outcome === "failed" || exchange.outcome === "refused" || exchange.method !== "PATCH") return false;
  const isCapitalised = operationsOf(exchange).some(({ op }) => /^[A-Z]/.test(op));
  return isCapitalised || exchange.leniencies.some(({ name }) => name === "booleanText" || name === "valueOfRemoval");
}

function markPlace(filter: string, character: number): string {
  const before = filter.slice(Math.max(0, character - 21), character - 1);
  const after = filter.slice(character - 1, character + 20);
  return `${character > 21 ? "…" : ""}${before}▸${after}${filter.length > character + 20 ? "…" : ""}`;
}

function format(digits: string): string {
  return Number(digits).toLocaleString("en");
}

function startSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
