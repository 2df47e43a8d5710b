import { nameOfCaller } from "../caller";
import type { CardRule, Explanation } from "../card";
import { type ConsoleLink, linkToCredentials } from "../console-paths";
import { judgeToken, type TokenFault } from "../judge-token";
import type { LoggedExchange } from "../logged-exchange";
import { nameAtStart, type ProviderScreens } from "../provider-screens";
import { formatDay } from "../quantities";
import { readCutToken } from "../read-detail";

const tokenForm = 'Roster\'s tokens begin with "roster_scim_" and have 61 characters';

function when(faults: readonly TokenFault[], exchange: LoggedExchange, explanation: () => Explanation) {
  const fault = judgeToken(exchange);
  return fault !== undefined && faults.includes(fault) ? explanation() : undefined;
}

/** The tokens of the client, or the clients where nobody knows which one called. */
function linkToTokens({ client }: LoggedExchange): ConsoleLink[] {
  return [
    client === undefined ? { label: "Choose the SCIM client", href: "/scim-clients" } : linkToCredentials(client.id),
  ];
}

function pasteToken(screens: ProviderScreens, advice: string): string[] {
  return [`In ${screens.name} open ${screens.tokenField}.`, advice, screens.test];
}

const issueToken = "Issue a new token on the client's page: it is shown once.";

/** Cards about a token that cannot be read, or that nobody knows any more. */
export const tokenCards: readonly CardRule[] = [
  {
    number: 1,
    id: "no-token",
    tone: "danger",
    signal: "401, and the request has no Authorization header, or no token in it.",
    explain: (exchange, _, screens) =>
      when(["missing", "empty"], exchange, () => ({
        title: "No access token was sent",
        meaning: `${nameOfCaller(exchange)} called without an access token, so Roster could not tell whom it speaks for. Nothing was done.`,
        cause: `The field for the token is empty in ${screens.name}. Some screens empty it when another setting is saved.`,
        steps: [
          issueToken,
          ...pasteToken(
            screens,
            "Paste the token, also if the field looks filled, and save: after any change there it may have to be pasted again.",
          ),
        ],
        links: linkToTokens(exchange),
      })),
  },
  {
    number: 2,
    id: "token-without-bearer",
    tone: "danger",
    signal: "401, and the Authorization header does not begin with the word Bearer.",
    explain: (exchange, _, screens) =>
      when(["noBearer", "otherScheme"], exchange, () => {
        const isOther = judgeToken(exchange) === "otherScheme";
        const isOkta = screens.name === "Okta";
        return {
          title: isOther ? "Another kind of authentication was chosen" : 'The token came without the word "Bearer"',
          meaning: isOther
            ? "Roster takes bearer tokens, and the request signed in by another scheme, such as a user name and password."
            : 'The Authorization header must read "Bearer", a space, and the token. The word was missing, so the token was not looked at.',
          cause: isOkta
            ? 'Okta\'s app "SCIM 2.0 Test App (Header Auth)" sends what is in the box, and adds nothing.'
            : `${nameAtStart(screens)} sends the field as it is, or is set to another kind of authentication.`,
          steps: isOkta
            ? pasteToken(
                screens,
                'With Header Auth paste "Bearer", a space, and the token. The button "Copy with Bearer" beside a new token copies it so.',
              )
            : pasteToken(
                screens,
                'Choose bearer token authentication, or write "Bearer" and a space before the token.',
              ),
          links: linkToTokens(exchange),
        };
      }),
  },
  {
    number: 3,
    id: "bearer-twice",
    tone: "danger",
    signal: '401, and the Authorization header reads "Bearer Bearer …".',
    explain: (exchange, _, screens) =>
      when(["bearerTwice"], exchange, () => ({
        title: '"Bearer" was sent twice',
        meaning: `The word was pasted with the token, and ${screens.name} adds it by itself.`,
        steps: pasteToken(screens, "Remove the word Bearer and the space after it: the token alone belongs there."),
        links: linkToTokens(exchange),
      })),
  },
  {
    number: 4,
    id: "token-mistyped",
    tone: "danger",
    signal:
      "401, and the token looks like ours but its checksum is wrong: it is cut off, mistyped, or has something around it.",
    explain: (exchange, _, screens) =>
      when(["cut", "mistyped", "surrounded"], exchange, () => {
        const cut = readCutToken(exchange.detail);
        const isSurrounded = judgeToken(exchange) === "surrounded";
        const title = isSurrounded ? "There is something around the token" : "The token is mistyped";
        return {
          title: cut === undefined ? title : `The token is cut off: ${cut.got} of ${cut.whole} characters came`,
          meaning: isSurrounded
            ? "Quotes, brackets, spaces or line breaks were pasted with the token."
            : "Every token ends in a checksum, and this one does not match: it was never issued like that.",
          cause: "A token that is copied by hand, or from a narrow column, easily loses its end.",
          steps: [
            ...pasteToken(
              screens,
              "Paste the token again, whole and alone. If it is not at hand any more, issue a new one: a token is shown once.",
            ),
          ],
          links: linkToTokens(exchange),
        };
      }),
  },
  {
    number: 5,
    id: "token-unknown",
    tone: "danger",
    signal: "401, and the token is well formed, or of another make, and belongs to no SCIM client.",
    explain: (exchange, { baseUrl }, screens) =>
      when(["unknown"], exchange, () => ({
        title: "Nobody here issued this token",
        meaning: `The token may have been removed with its client, or be meant for another server. ${tokenForm}; this server is ${baseUrl}.`,
        cause: "A token of a test installation, or of another product, was pasted.",
        steps: [
          "Compare the base URL below with the one that the identity provider has.",
          issueToken,
          ...pasteToken(screens, "Paste the new token."),
        ],
        copy: { name: "the base URL", text: baseUrl },
        links: linkToTokens(exchange),
      })),
  },
  {
    number: 6,
    id: "token-ended",
    tone: "danger",
    signal: "401, and the token has expired or was revoked.",
    explain: (exchange, { token }, screens) =>
      when(["expired", "revoked"], exchange, () => {
        const isExpired = judgeToken(exchange) === "expired";
        const lastFour = token?.lastFour ?? exchange.token?.lastFour;
        const at = isExpired ? token?.expiresAt : token?.revokedAt;
        const which = lastFour === undefined ? "The token" : `The token that ends in ${lastFour}`;
        const on = at === undefined ? "" : ` on ${formatDay(at)}`;
        const { client } = exchange;
        return {
          title: `${which} ${isExpired ? "expired" : "was revoked"}${on}`,
          meaning: `Every request of ${nameOfCaller(exchange)} with it is refused until ${screens.name} has another one. Nothing is lost: it sends again what was refused.`,
          steps: [
            client === undefined
              ? issueToken
              : "Begin a rotation: it issues the next token and shows when it has been used.",
            ...pasteToken(screens, "Paste the new token in the place of the old one."),
            screens.sendAgain,
          ],
          links: client === undefined ? linkToTokens(exchange) : [linkToCredentials(client.id, "Rotate the token")],
        };
      }),
  },
];
