import type { CardRule, ExplanationContext } from "../card";
import { linkToGroup, linkToOptions } from "../console-paths";
import { emptiesGroup } from "../describe-effect";
import type { LoggedExchange } from "../logged-exchange";
import { asClause } from "../provider-screens";
import { countOf, countPeople, joinWords } from "../quantities";
import { removedMembers } from "../read-facts";
import { operationsOf } from "../read-request";

function nameMembers(ids: readonly string[], { names }: ExplanationContext): string {
  const known = ids.flatMap((id) => names?.get(id) ?? []);
  return known.length === 0 ? "" : ` In it were ${joinWords(known, 20)}.`;
}

/** Whether a PATCH removed `members` as a whole, naming nobody. */
function removesAllMembers(exchange: LoggedExchange): boolean {
  return emptiesGroup(exchange) && operationsOf(exchange).some(({ op }) => op.toLowerCase() === "remove");
}

/** What an attribute is called that is quoted in a remark. */
function quotedIn(details: readonly string[]): string[] {
  return details.flatMap((detail) => /"(.*)"/.exec(detail)?.[1] ?? []);
}

const defineAttribute = "the operator does it with `npm run roster -- custom-attribute add`.";

/** Cards about what a request holds: members, roles, passwords, attributes. */
export const contentCards: readonly CardRule[] = [
  {
    number: 16,
    id: "members-unknown",
    tone: "danger",
    signal: "400: a group is to have members who are not here.",
    explain: (exchange, _, screens) => {
      const listed = /No person or group of the organization has the id (.*?)\. Nothing was changed/.exec(
        exchange.detail ?? "",
      )?.[1];
      if (listed === undefined) return undefined;
      const more = Number(/ and (\d+) more$/.exec(listed)?.[1] ?? 0);
      const count = listed.replace(/ and \d+ more$/, "").split(", ").length + more;
      const group = exchange.label === undefined ? "The group" : exchange.label;
      return {
        title: `${group} mentions ${count === 1 ? "somebody who is" : `${countPeople(count)} who are`} not here`,
        meaning: `${count === 1 ? "The id is" : "The ids are"} ${listed}. Nobody was added, and nobody removed.`,
        cause: `${screens.name} sends a group before all of its people: they are not assigned to the application, or not sent yet. A person who was deleted here has another id when they come back.`,
        steps: [
          `In ${screens.name} open ${screens.assignment}, and assign the people of the group.`,
          "Wait until they are here, then send the group again.",
          screens.sendAgain,
        ],
        links: exchange.resourceId === undefined ? [] : [linkToGroup(exchange.resourceId)],
      };
    },
  },
  {
    number: 17,
    id: "group-emptied",
    tone: "warning",
    signal: "A PATCH removed the members of a group without saying which: all of them went.",
    explain: (exchange, context, screens) => {
      const effect = exchange.effects.find(
        ({ action }) => action === "group.members.changed" || action === "group.renamed",
      );
      const removed = effect?.members?.removed ?? 0;
      if (effect === undefined || removed === 0 || !removesAllMembers(exchange)) return undefined;
      const ids = exchange.changes.flatMap(removedMembers);
      return {
        title: `${effect.label} was emptied: ${countPeople(removed)} went`,
        meaning: `The request removes members without naming any, and the standard (RFC 7644, 3.5.2.2) means all by that.${nameMembers(ids.length === 0 ? (effect.members?.ids ?? []) : ids, context)}`,
        cause: "Some clients mean only one or some by such a request, and lost their names on the way.",
        steps: [
          `Look in ${screens.name}, in ${screens.groups}, whether the group is empty there. If it is, nothing needs to be done.`,
          `If it is not, have the group sent again with its members: ${asClause(screens.sendAgain)}`,
        ],
        links: [linkToGroup(effect.resourceId, `Open ${effect.label}`)],
      };
    },
  },
  {
    number: 22,
    id: "password-ignored",
    tone: "info",
    isOrdinary: true,
    signal: "A password was sent: it is kept nowhere, and signs nobody in.",
    explain: (exchange, _, screens) => {
      if (!exchange.leniencies.some(({ name }) => name === "passwordIgnored")) return undefined;
      const isOkta = screens.name === "Okta";
      return {
        title: "A password was sent, and was not kept",
        meaning: "Passwords that come by SCIM are not stored, not shown in this log, and sign nobody in.",
        ...(isOkta
          ? { cause: "Okta sends a random password with every new person, and the real one where Sync Password is on." }
          : {}),
        steps: isOkta
          ? ['If you like, untick "Sync Password" in Applications > your app > Provisioning > To App.']
          : [`If you like, leave the password out of ${screens.mapping}.`],
        links: [],
      };
    },
  },
  {
    number: 23,
    id: "unknown-attributes",
    tone: "info",
    signal: "Attributes that no schema knows were left out, or the request was refused for them.",
    explain: (exchange, _, screens) => {
      const { client, detail = "" } = exchange;
      const links = [...(client === undefined ? [] : [linkToOptions(client.id, "Open unknownAttributes")])];
      const rejected = /^No schema knows (.*?)\. Correct the names/.exec(detail)?.[1];
      if (rejected !== undefined) {
        return {
          tone: "danger",
          title: `No schema knows ${rejected}`,
          meaning:
            "This client's option unknownAttributes is reject, so that the whole request was refused. Nothing was changed.",
          steps: [
            `Correct or remove the mapping of it in ${screens.mapping}.`,
            `Or set unknownAttributes to ignore or keep, or have it defined: ${defineAttribute}`,
          ],
          links,
        };
      }
      const noted = exchange.leniencies.filter(({ name }) => name === "unknownAttributes");
      if (noted.length === 0) return undefined;
      const names = quotedIn(noted.map((leniency) => leniency.detail));
      return {
        title: `${countOf(noted.length, "attribute was", "attributes were")} left out: ${joinWords(names, 6)}`,
        meaning:
          "No schema knows them, and this client's option unknownAttributes is ignore. The rest of the request was done.",
        steps: [
          `If they are of use, set unknownAttributes to keep, or have them defined: ${defineAttribute}`,
          `If they are not, remove them from ${screens.mapping}.`,
        ],
        links,
      };
    },
  },
  {
    number: 24,
    id: "nothing-changed",
    tone: "info",
    isOrdinary: true,
    signal: "A write that found everything as it asked for.",
    explain: (exchange) => {
      if (exchange.outcome !== "unchanged") return undefined;
      return {
        title: "Nothing changed: it was so already",
        meaning: "The request was answered as done. No version was counted up, and nothing was recorded.",
        steps: [],
        links: [],
      };
    },
  },
];
