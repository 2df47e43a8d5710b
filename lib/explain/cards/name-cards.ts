import type { CardRule, ExistingPerson, ExplanationContext } from "../card";
import {
  type ConsoleLink,
  linkToGroups,
  linkToOptions,
  linkToPeople,
  linkToPerson,
  linkToSettings,
} from "../console-paths";
import type { LoggedExchange } from "../logged-exchange";
import { countOf, joinWords } from "../quantities";
import { readTakenName } from "../read-facts";

/** The name that was asked for and belongs to another. */
function nameTaken(exchange: LoggedExchange): string {
  return readTakenName(exchange) ?? exchange.label ?? "This name";
}

function describeOwner(existing: ExistingPerson | undefined, { client }: LoggedExchange): string {
  if (existing === undefined) return "";
  const others = existing.clients.filter(({ id }) => id !== client?.id).map(({ name }) => name);
  const isOwn = existing.clients.some(({ id }) => id === client?.id);
  if (isOwn) return ` ${existing.name} is known to this client already, under another id than it thinks.`;
  return others.length === 0
    ? ` ${existing.name} was made by hand, and no SCIM client manages them.`
    : ` ${existing.name} is managed by ${joinWords(others)}.`;
}

function linkToExisting({ existing }: ExplanationContext, exchange: LoggedExchange): ConsoleLink {
  return existing === undefined
    ? linkToPeople(nameTaken(exchange))
    : linkToPerson(existing.id, `Open ${existing.name}`);
}

/** Cards about names that are taken, and addresses that are wanted. */
export const nameCards: readonly CardRule[] = [
  {
    number: 13,
    id: "name-taken",
    tone: "danger",
    signal: "409 uniqueness: the userName, or the displayName of a group, belongs to another one here.",
    explain: (exchange, context, screens) => {
      if (exchange.scimType !== "uniqueness" || context.earlier !== undefined) return undefined;
      const taken = nameTaken(exchange);
      const { client, resourceType } = exchange;
      if (resourceType === "Group") {
        return {
          title: `A group named ${taken} is here already`,
          meaning: "Names of groups are compared without regard to upper and lower case. Nothing was changed.",
          cause: `${screens.name} did not find the group by its name first, or another client or person made it.`,
          steps: [
            `Link the group in ${screens.name}, in ${screens.groups}, with the one that is here; or`,
            "rename one of the two, there or here.",
          ],
          links: [linkToGroups(taken)],
        };
      }
      const isDeactivated = /deactivated person/.test(exchange.detail ?? "") || context.existing?.isActive === false;
      const option = isDeactivated ? "onDeactivatedUser to reactivate" : "onExistingUser to adopt";
      return {
        title: isDeactivated ? `${taken} is here already, deactivated` : `${taken} is here already`,
        meaning: `A userName belongs to one person, without regard to upper and lower case. Nothing was changed.${describeOwner(context.existing, exchange)}`,
        cause: `${screens.name} did not match the person who is here, and tried to make them again.`,
        steps: [
          `If ${client?.name ?? "the client"} should manage this person from now on, set its option ${option}, and have the person sent again.`,
          `If not, give one of the two another userName, or leave the person out of ${screens.assignment}.`,
          screens.sendAgain,
        ],
        links: [linkToExisting(context, exchange), ...(client === undefined ? [] : [linkToOptions(client.id)])],
      };
    },
  },
  {
    number: 14,
    id: "create-repeated",
    tone: "info",
    signal: "409 for the same person within ten seconds after the same client had created them.",
    explain: (exchange, { earlier, existing }) => {
      if (exchange.scimType !== "uniqueness" || earlier === undefined) return undefined;
      const who = existing?.name ?? nameTaken(exchange);
      return {
        title: "The identity provider repeated a creation that had worked",
        meaning: `${who} was created ${countOf(earlier.secondsBefore, "second")} before by the same client. The second request was answered 409, and the person is here once.`,
        cause: "The first answer was lost or came late, and the request was sent again.",
        steps: [],
        links: [{ label: "Show the first request", href: `/activity/${earlier.id}` }],
      };
    },
  },
  {
    number: 15,
    id: "address-required",
    tone: "danger",
    signal:
      "400: the userName is no email address where one is required, or the address is in no domain that the organization allows.",
    explain: (exchange, { allowedEmailDomains = [] }, screens) => {
      const { detail = "", client } = exchange;
      const wrong = /and "(.*?)" is none\. Map userName/.exec(detail)?.[1];
      const hasNone = /neither userName nor a primary email is an address/.test(detail);
      const outside = /; "(.*?)" is not one\./.exec(detail)?.[1];
      if (outside !== undefined) {
        const domains = allowedEmailDomains.length === 0 ? "" : ` (${joinWords(allowedEmailDomains)})`;
        return {
          title: `${outside} is outside the allowed email domains`,
          meaning: `The organization takes only people with an address in its allowed domains${domains}. Nothing was changed.`,
          steps: [
            "If people of this domain belong to the organization, allow it in the settings.",
            `If not, leave the person out of ${screens.assignment}.`,
          ],
          links: [linkToSettings("Open the allowed domains")],
        };
      }
      if (wrong === undefined && !hasNone) return undefined;
      return {
        title:
          wrong === undefined ? "The person has no email address" : `The userName "${wrong}" is not an email address`,
        meaning: hasNone
          ? "The organization takes only people whose address is in its allowed domains, and neither userName nor emails hold one. Nothing was changed."
          : "This client's option requireEmail asks for an address as userName. Nothing was changed.",
        cause: `${screens.name} maps userName from another attribute than the email address.`,
        steps: [screens.emailUserName, screens.sendAgain],
        links: [
          ...(client === undefined ? [] : [linkToOptions(client.id, "Open requireEmail")]),
          ...(hasNone ? [linkToSettings("Open the allowed domains")] : []),
        ],
      };
    },
  },
];
