import type { ClientOptionName, Preset } from "./client-options";

export type OptionDescription = {
  /** What the option decides. */
  readonly summary: string;
  /** One sentence a value: what follows from it. */
  readonly consequences: Readonly<Record<string, string>>;
};

const defaultRoleConsequence = (role: string) => `People for whom no role is sent become ${role}s.`;
const grantableConsequence = (role: string) => `The client may give the role ${role} and those with less power.`;

/** What people are told of each option, on the command line and on the screens. */
export const clientOptionDescriptions: Readonly<Record<ClientOptionName, OptionDescription>> = {
  nameFormattedIncluded: {
    summary: "Which parts of the name make the full name.",
    consequences: {
      true: "The full name is name.formatted (Microsoft Entra ID sends it).",
      false: "The full name is name.givenName and name.familyName (Okta sends these).",
    },
  },
  createGuestsWithoutStreams: {
    summary: "Whether new guests are kept out of the default streams.",
    consequences: {
      true: "New guests start with no streams. They see only what someone adds them to. Existing guests don't change.",
      false: "New guests are subscribed to the default streams like everyone.",
    },
  },
  defaultRole: {
    summary: "The role of people for whom the client sends none.",
    consequences: {
      owner: "Everyone for whom no role is sent becomes an owner, or the highest that highestGrantableRole allows.",
      administrator: "Everyone for whom no role is sent becomes an administrator.",
      moderator: defaultRoleConsequence("moderator"),
      member: defaultRoleConsequence("member"),
      guest: defaultRoleConsequence("guest"),
    },
  },
  highestGrantableRole: {
    summary: "The most powerful role the client may give; a higher one is refused with 403.",
    consequences: {
      owner: "The client may give every role, owner too.",
      administrator: grantableConsequence("administrator"),
      moderator: grantableConsequence("moderator"),
      member: grantableConsequence("member"),
      guest: "The client may make people guests only.",
    },
  },
  onDelete: {
    summary: "What a DELETE of a person does.",
    consequences: {
      delete: "The person is removed, with memberships and subscriptions.",
      deactivate: "The person becomes inactive, stays readable, and keeps memberships for the day they return.",
      refuse: "The DELETE is refused with 400, which points to active; the person stays as they are.",
    },
  },
  onExistingUser: {
    summary: "What happens when the client creates a person who is here already.",
    consequences: {
      conflict: "The request is refused with 409, and the person stays as they are.",
      adopt: "The client takes the person over, and what it sent replaces what was here.",
    },
  },
  onDeactivatedUser: {
    summary: "What happens when the client creates a person who is here but inactive.",
    consequences: {
      conflict: "The request is refused with 409, and the person stays inactive.",
      reactivate: "The person becomes active again, and what was sent replaces what was here.",
    },
  },
  replaceOmitted: {
    summary: "What a PUT does to the attributes that it leaves out.",
    consequences: {
      clear: "They are cleared, except active, role, externalId, password and a group's members.",
      keep: "They stay as they are.",
    },
  },
  requireEmail: {
    summary: "Whether a userName must be an email address.",
    consequences: {
      true: "Any other userName is refused with 400.",
      false: "A userName may be any text that is not blank.",
    },
  },
  unknownAttributes: {
    summary: "What happens to attributes that no schema knows.",
    consequences: {
      ignore: "They are not stored; the request log names them.",
      keep: "They are stored, returned, patched and filtered like the others.",
      reject: "The request is refused with 400.",
    },
  },
  rateLimit: {
    summary: "How many requests a second the client may send.",
    consequences: {
      none: "As many as it likes.",
      "a whole number from 1 to 10000": "More are answered with 429 and a Retry-After, and nothing is done.",
    },
  },
  strict: {
    summary: "Whether the client is held to the SCIM interoperability profile.",
    consequences: {
      true: "Nothing is tolerated that the profile forbids. Holds unknownAttributes at reject, replaceOmitted at clear and onDelete at delete.",
      false: "What real identity providers send is understood, and the request log names each tolerance.",
    },
  },
};

/** For whom each preset is made. */
export const presetDescriptions: Readonly<Record<Preset, string>> = {
  generic: "Any identity provider that follows the RFCs; the default.",
  okta: "Okta.",
  entra: "Microsoft Entra ID (Azure AD).",
  authentik: "authentik.",
  keycloak: "Keycloak and its SCIM plug-ins.",
  onelogin: "OneLogin.",
  jumpcloud: "JumpCloud.",
  google: "Google Workspace.",
  pingone: "PingOne.",
  zulip: "An identity provider that was set up for Zulip's SCIM integration.",
  strict: "A client that follows the SCIM interoperability profile to the letter, and conformance tests.",
};
