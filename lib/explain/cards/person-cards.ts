import { nameOfCaller } from "../caller";
import type { CardRule } from "../card";
import { linkToClient, linkToOptions, linkToPerson } from "../console-paths";
import { textOf } from "../read-request";

/** Cards about what happens to people, or may not happen to them. */
export const personCards: readonly CardRule[] = [
  {
    number: 20,
    id: "last-owner",
    tone: "warning",
    signal: "403: the request would leave the organization without an active owner.",
    explain: (exchange, { activeOwners }, screens) => {
      if (!/last active owner/.test(exchange.detail ?? "")) return undefined;
      const { label, resourceId } = exchange;
      const who = label ?? "This person";
      const isOver = activeOwners !== undefined && activeOwners > 1;
      return {
        title: `${who} is the last owner, and was left as they are`,
        meaning:
          "Provisioning may not deactivate, delete or lower the last active owner: nobody could get into the organization any more.",
        cause: `${who} was unassigned, disabled or given another role in ${screens.name}.`,
        steps: [
          isOver
            ? `There ${activeOwners === 2 ? "is another owner" : "are other owners"} by now.`
            : "Make somebody else an owner first, best somebody whom no identity provider manages.",
          screens.sendAgain,
        ],
        links: [
          { label: "Show the owners", href: "/people?role=owner" },
          ...(resourceId === undefined ? [] : [linkToPerson(resourceId, `Open ${who}`)]),
        ],
      };
    },
  },
  {
    number: 21,
    id: "role-unknown",
    tone: "warning",
    signal: "A role that is none of the five was sent, or one above what the client may grant.",
    explain: (exchange, _, screens) => {
      const { detail = "", client, label } = exchange;
      const who = label ?? "The person";
      const optionLinks = client === undefined ? [] : [linkToOptions(client.id)];
      const noted = exchange.leniencies.find(({ name }) => name === "roleUnchanged")?.detail;
      const [, kept, role] =
        /^"(.*)" in roles is not a role of the organization, so the person's role stays (\w+)/.exec(noted ?? "") ?? [];
      if (kept !== undefined && role !== undefined) {
        return {
          tone: "info",
          title: `"${kept}" is not a role here: ${who} stays ${role}`,
          meaning:
            "The value is kept in roles, as it was sent, and decides nothing. The roles here are owner, administrator, moderator, member and guest.",
          steps: [
            `If it should decide, have ${screens.name} send one of the five words: in ${screens.mapping} map role, or the value of the app role.`,
          ],
          links: optionLinks,
        };
      }
      const refused = /^role cannot be (.*?)\. It must be one of/.exec(detail)?.[1];
      if (refused !== undefined) {
        return {
          tone: "danger",
          title: `${refused} is not a role here`,
          meaning:
            "The roles are owner, administrator, moderator, member and guest, in lower case. Nothing was changed.",
          steps: [
            `In ${screens.name} open ${screens.mapping}, and map role to one of the five words.`,
            screens.sendAgain,
          ],
          links: optionLinks,
        };
      }
      const above = /may not grant the role (\w+); the highest it may grant is (\w+)/.exec(detail);
      if (above === null) return undefined;
      return {
        title: `${client?.name ?? "The client"} may not make anybody ${above[1]}`,
        meaning: `The highest role it may give is ${above[2]}, by its option highestGrantableRole. Nothing was changed.`,
        steps: [
          `If ${screens.name} should decide who is ${above[1]}, raise highestGrantableRole.`,
          `If not, map a lower role in ${screens.mapping}.`,
        ],
        links: client === undefined ? [] : [linkToOptions(client.id, "Open highestGrantableRole")],
      };
    },
  },
  {
    number: 25,
    id: "changed-in-between",
    tone: "info",
    signal: "412: the version that the request was made for is not the stored one.",
    explain: (exchange, _, screens) => {
      if (exchange.status !== 412) return undefined;
      return {
        title: `${exchange.label ?? "The resource"} was changed between reading and writing`,
        meaning: `${nameOfCaller(exchange)} asked for its change only if nobody had changed anything since it read. Somebody had, so nothing was written.`,
        cause: "Another client, or somebody in the console, changed the same person or group at the same time.",
        steps: [`Nothing needs to be done: ${screens.name} reads again and repeats its change.`],
        links:
          exchange.resourceId === undefined || exchange.resourceType !== "User"
            ? []
            : [linkToPerson(exchange.resourceId)],
      };
    },
  },
  {
    number: 28,
    id: "deletion-softened",
    tone: "info",
    signal: "A DELETE of a person, and the client's option onDelete is deactivate or refuse.",
    explain: (exchange, _, screens) => {
      const { method, client, resourceType, options, detail = "", resourceId } = exchange;
      if (method !== "DELETE" || resourceType !== "User" || client === undefined) return undefined;
      const isRefused = /People are not deleted here/.test(detail);
      const isSoftened = options.some(({ name, value }) => name === "onDelete" && value === "deactivate");
      if (!isRefused && !(isSoftened && exchange.outcome !== "failed")) return undefined;
      const who = exchange.label ?? "The person";
      return {
        ...(isRefused ? { tone: "warning" as const } : {}),
        title: isRefused ? `${who} was not deleted` : `${who} was to be deleted, and was deactivated instead`,
        meaning: isRefused
          ? `The client's option onDelete is refuse: people are only deactivated. Nothing was changed, and ${screens.name} shows an error.`
          : "The client's option onDelete is deactivate: the person can come back with their groups and streams.",
        steps: isRefused
          ? [screens.leaving, "Or set onDelete to deactivate: the deletion is then answered as done."]
          : ["Nothing needs to be done. To delete people for good, set onDelete to delete."],
        links: [
          linkToOptions(client.id, "Open onDelete"),
          ...(resourceId === undefined ? [] : [linkToPerson(resourceId)]),
        ],
      };
    },
  },
  {
    number: 29,
    id: "user-name-changed",
    tone: "info",
    signal: "The userName of a person changed.",
    explain: (exchange) => {
      const renamed = exchange.effects.find(({ action }) => action === "user.renamed");
      if (renamed === undefined || exchange.operation === "bulk") return undefined;
      const change = exchange.changes.find(({ resourceId }) => resourceId === renamed.resourceId);
      const before = textOf(change?.before, "userName");
      const after = textOf(change?.after, "userName");
      const names = before === undefined || after === undefined ? "" : `: ${before} is now ${after}`;
      return {
        title: `${renamed.label} has another userName${names}`,
        meaning:
          "It is the same person, with the same id, role, groups and streams. Whoever looks for the old userName finds nobody, and it is free for somebody else.",
        steps: [],
        links: [
          linkToPerson(renamed.resourceId, `Open ${renamed.label}`),
          ...(exchange.client === undefined ? [] : [linkToClient(exchange.client.id)]),
        ],
      };
    },
  },
];
