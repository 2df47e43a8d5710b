import { isPrivateAddress } from "@/lib/directory/address-range";
import { nameOfAgent, nameOfCaller } from "../caller";
import type { CardRule } from "../card";
import { linkToActivity, linkToClient, linkToCredentials, linkToOptions, linkToSetup } from "../console-paths";
import { failedStep, judgeToken } from "../judge-token";
import type { LoggedExchange } from "../logged-exchange";
import { asClause, findProvider, nameAtStart, screensOf } from "../provider-screens";
import { countOf, formatDay } from "../quantities";
import { readWait } from "../read-detail";

/** The name of the identity provider that calls with the token of a client that is set up for another one. */
function findStranger({ client, agent }: LoggedExchange): string | undefined {
  if (client === undefined || agent === "unknown" || agent === "curl" || agent === "simulator") return undefined;
  const meant = findProvider({ client, agent: "unknown" });
  return meant === "generic" || meant === agent ? undefined : nameOfAgent(agent);
}

/** Cards about callers who are known and are not let in, or not let do something. */
export const admissionCards: readonly CardRule[] = [
  {
    number: 7,
    id: "other-clients-token",
    tone: "warning",
    signal:
      "The token belongs to a SCIM client of another organization than the address that was called, or the program that calls is another identity provider than its client is set up for.",
    explain: (exchange, { baseUrl }, screens) => {
      const { client } = exchange;
      if (judgeToken(exchange) === "otherOrganization") {
        const whose = client === undefined ? "another organization" : `the client ${client.name}`;
        return {
          tone: "danger",
          title: `The token belongs to ${whose}, which is not at this address`,
          meaning:
            "The address that was called names one organization, and the token another. Nothing was done in either.",
          cause: "The token of one set-up was pasted into another one, or the base URL was.",
          steps: [
            `In ${screens.name} open ${screens.urlField}, and set it to the base URL that the client's set-up shows (${baseUrl}).`,
            `Or open ${screens.tokenField}, and paste a token of the organization that is called.`,
            screens.test,
          ],
          links: client === undefined ? [] : [linkToSetup(client.id), linkToCredentials(client.id)],
        };
      }
      const stranger = findStranger(exchange);
      if (client === undefined || stranger === undefined || exchange.outcome === "refused") return undefined;
      const meant = screensOf(client.preset).name;
      return {
        title: `The token belongs to ${client.name}, and ${stranger} used it`,
        meaning: `${client.name} is set up for ${meant}. What ${stranger} sends is done in its name, and read by ${meant}'s rules.`,
        cause: `${client.name}'s token was pasted into ${stranger}, or the client has the wrong preset.`,
        steps: [
          `If ${stranger} is meant to call, give it a SCIM client of its own with the preset for ${stranger}, or change the preset of this one.`,
          "If it is not, revoke the token: somebody has it who should not.",
        ],
        links: [linkToCredentials(client.id), linkToOptions(client.id)],
      };
    },
  },
  {
    number: 8,
    id: "address-not-allowed",
    tone: "danger",
    signal: "403, and the request comes from an address that is not among the client's allowed addresses.",
    explain: (exchange, _, screens) => {
      if (failedStep(exchange) !== "ip_allowed") return undefined;
      const { client, remoteAddress } = exchange;
      const isPrivate = remoteAddress !== undefined && isPrivateAddress(remoteAddress);
      return {
        title:
          remoteAddress === undefined
            ? "Nobody knows from which address it came"
            : `It came from ${remoteAddress}, which is not allowed`,
        meaning: `${nameOfCaller(exchange)} may call from certain addresses only. The token was right, and nothing was done.`,
        cause: isPrivate
          ? "That is an address of a private network: probably a proxy in front of Roster, which hides the caller's."
          : `${screens.name} calls from more addresses than are listed, or somebody else has the token.`,
        steps:
          isPrivate || remoteAddress === undefined
            ? [
                "Have whoever runs Roster set ROSTER_TRUSTED_PROXY_HOPS to the number of proxies in front of it.",
                "Try again: the address that is shown here should be the identity provider's.",
              ]
            : [
                `Find out whether ${remoteAddress} is ${screens.name}'s: it publishes its addresses.`,
                "If it is, add it, or its network, to the client's allowed addresses.",
                "If it is not, revoke the token: somebody has it who should not.",
              ],
        links: client === undefined ? [] : [linkToCredentials(client.id, "Open the tokens and allowed addresses")],
      };
    },
  },
  {
    number: 9,
    id: "scope-missing",
    tone: "warning",
    signal: "403, and the token lacks the scope that the operation needs.",
    explain: (exchange, _, screens) => {
      if (failedStep(exchange) !== "scope") return undefined;
      const [, missing = "", had = ""] =
        /lacks the scope ([\w:]+), which this operation needs; it has (.*?)\. /.exec(exchange.detail ?? "") ?? [];
      const { client } = exchange;
      const having = had === "" || had === "none" ? "no scope at all" : had;
      const isDeletion = missing === "users:delete";
      return {
        title: isDeletion ? "The token may not delete people" : `The token lacks the scope ${missing}`.trim(),
        meaning: `It has ${having}. Nothing was done.${isDeletion ? " That is a safe way to keep people from being deleted by mistake." : ""}`,
        cause: "The token, or its client, was given fewer scopes on purpose.",
        steps: [
          isDeletion
            ? `If people are not to be deleted, leave it so. ${screens.leaving}`
            : "If the token is not to do this, leave it so.",
          `If the token should be able to do this, give the client the scope ${missing}, issue a token with it, and paste that in ${screens.tokenField}.`,
        ],
        links: client === undefined ? [] : [linkToCredentials(client.id, "Issue a token with this scope")],
      };
    },
  },
  {
    number: 27,
    id: "too-fast",
    tone: "info",
    signal: "429: more requests than the client's rateLimit, or too many that could not be authenticated.",
    explain: (exchange, _, screens) => {
      if (exchange.status !== 429) return undefined;
      const { client } = exchange;
      const wait = countOf(readWait(exchange.detail) ?? 1, "second");
      if (/could not be authenticated/.test(exchange.detail ?? "")) {
        return {
          tone: "warning",
          title: `Too many failed attempts: it was asked to wait ${wait}`,
          meaning:
            "Many requests from this address had no valid token. One with a valid token is answered at once, also now.",
          steps: ["Mend what the other cards of this request say about the token; the waiting ends by itself."],
          links: [],
        };
      }
      const limit = /more requests than (\d+) a second/.exec(exchange.detail ?? "")?.[1];
      const honours = screens.name === "Entra" || screens.name === "Okta";
      return {
        title: `Too fast: it was asked to wait ${wait}`,
        meaning: `${nameOfCaller(exchange)} sent more than ${limit ?? "the allowed number of"} requests a second, the client's rateLimit. Nothing was done, and nothing is lost: ${honours ? `${screens.name} waits and sends it again` : "it was told when to send it again"}.`,
        steps: ["Nothing needs to be done. If it happens all the time, raise the option rateLimit."],
        links: client === undefined ? [] : [linkToOptions(client.id, "Open rateLimit")],
      };
    },
  },
  {
    number: 33,
    id: "client-paused",
    tone: "warning",
    signal: "503, because the SCIM client is paused.",
    explain: (exchange, { pause }, screens) => {
      const { client } = exchange;
      if (client === undefined || exchange.status !== 503 || !/is paused/.test(exchange.detail ?? "")) return undefined;
      const by = pause?.by === undefined ? "" : ` by ${pause.by}`;
      const since = pause?.since === undefined ? "" : ` on ${formatDay(pause.since)}`;
      const refused = pause?.refused === undefined ? "" : ` (${countOf(pause.refused, "request")} so far)`;
      const isOver = pause?.isOver === true;
      return {
        title: `${client.name} ${isOver ? "was" : "is"} paused${by}${since}`,
        meaning: `${nameAtStart(screens)} was asked to come back later${refused}. Nothing was changed, and nothing is lost.`,
        steps: isOver
          ? [screens.sendAgain]
          : [
              "Resume the client when it may work again.",
              `${nameAtStart(screens)} then sends again what was put off. To have it at once: ${asClause(screens.sendAgain)}`,
            ],
        links: [linkToClient(client.id, isOver ? "Open the client" : "Resume the client"), linkToActivity(client.id)],
      };
    },
  },
];
