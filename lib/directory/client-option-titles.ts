import type { ClientOptionName } from "./client-options";
import type { Role } from "./role";

export type OptionTitle = {
  /** What the option is about, as the heading of its choice. */
  readonly title: string;
  /** What each value is called. */
  readonly values: Readonly<Record<string, string>>;
};

const roleNames: Readonly<Record<Role, string>> = {
  owner: "Owner",
  administrator: "Administrator",
  moderator: "Moderator",
  member: "Member",
  guest: "Guest",
};

/** What the screens call the options of a SCIM client and their values; the command line has their names alone. */
export const clientOptionTitles: Readonly<Record<ClientOptionName, OptionTitle>> = {
  nameFormattedIncluded: {
    title: "Full name",
    values: { true: "The formatted name", false: "Given name and family name" },
  },
  createGuestsWithoutStreams: {
    title: "Streams of new guests",
    values: { true: "None", false: "The default streams" },
  },
  defaultRole: { title: "Role when none is sent", values: roleNames },
  highestGrantableRole: { title: "Highest role it may give", values: roleNames },
  onDelete: {
    title: "When it deletes a person",
    values: { delete: "Remove the person", deactivate: "Deactivate the person", refuse: "Refuse" },
  },
  onExistingUser: {
    title: "When it creates a person who is here already",
    values: { conflict: "Refuse", adopt: "Take the person over" },
  },
  onDeactivatedUser: {
    title: "When it creates a person who is here but inactive",
    values: { conflict: "Refuse", reactivate: "Bring the person back" },
  },
  replaceOmitted: {
    title: "What a full update (PUT) leaves out",
    values: { clear: "Clear it", keep: "Keep it" },
  },
  requireEmail: {
    title: "What a userName may be",
    values: { true: "An email address", false: "Any text" },
  },
  unknownAttributes: {
    title: "Attributes that no schema knows",
    values: { ignore: "Leave them out", keep: "Keep them", reject: "Refuse the request" },
  },
  rateLimit: {
    title: "Requests a second",
    values: { none: "No limit", "a whole number from 1 to 10000": "At most" },
  },
  strict: {
    title: "How exact it has to be",
    values: { true: "To the letter of the profile", false: "As identity providers really are" },
  },
};
