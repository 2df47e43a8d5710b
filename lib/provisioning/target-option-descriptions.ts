import type { TargetOptionName } from "./target-options";

export type TargetOptionDescription = {
  /** What the screens call it. */
  readonly title: string;
  /** What it decides, in one sentence, for the screens and for --help. */
  readonly sentence: string;
  /** What follows from each value; absent where the option is a number. */
  readonly values?: Readonly<Record<string, string>>;
};

/** The values of an override of a capability. */
const override = (yes: string, no: string) => ({ auto: "As the target says.", yes, no });

const descriptions: Readonly<Record<TargetOptionName, TargetOptionDescription>> = {
  groups: {
    title: "Groups",
    sentence: "Which groups are provisioned.",
    values: { all: "Every group.", scope: "The groups that the scope names.", none: "People only." },
  },
  nestedGroups: {
    title: "Groups within groups",
    sentence: "What becomes of a group that is a member of another one.",
    values: {
      flatten: "Its people are named as members of the outer group.",
      keep: "It is named as a member itself.",
    },
  },
  includeGuests: {
    title: "Guests",
    sentence: "Whether people with the role guest are provisioned.",
    values: { true: "Guests are provisioned like everyone.", false: "Guests are left out." },
  },
  createInactive: {
    title: "Inactive people who are not there yet",
    sentence: "Whether people who are not active, and whom the target does not know, are created there.",
    values: { true: "They are created as inactive.", false: "They are created once they are active." },
  },
  deprovision: {
    title: "When a person leaves the scope",
    sentence: "What happens at the target to a person who was deleted here or left the scope; groups are deleted.",
    values: {
      deactivate: "The person is set to inactive.",
      delete: "The person is deleted.",
      deactivateThenDelete: "The person is set to inactive, and deleted after deleteAfterDays.",
      leave: "Nothing: the person stays as they are, and Roster changes them no more.",
    },
  },
  deleteAfterDays: {
    title: "Days until they are deleted",
    sentence: "With deprovision deactivateThenDelete: the days between the two.",
  },
  onInvalid: {
    title: "When a mapping yields something invalid",
    sentence: "What happens when what the mappings yield for a resource is no valid SCIM resource.",
    values: {
      quarantine: "That resource waits, with the reason shown; all others go on.",
      stop: "The run stops.",
    },
  },
  breakerPercent: {
    title: "Hold mass deprovisioning above (percent)",
    sentence: "A run or an hour that would deprovision more than this percentage of people waits until you allow it.",
  },
  breakerMinimum: {
    title: "Never hold fewer than",
    sentence: "So many deprovisions are done without asking, whatever breakerPercent says.",
  },
  requestsPerSecond: {
    title: "Requests a second",
    sentence: "The most requests that Roster sends to the target in one second.",
    values: {
      none: "As many as the target takes; what it says about waiting is honoured.",
      "a whole number from 1 to 1000": "No more than these.",
    },
  },
  concurrency: {
    title: "Requests at once",
    sentence: "How many requests may be under way at the target at the same time, over all workers.",
  },
  syncPassword: {
    title: "Passwords",
    sentence: "Whether a password that a SCIM client sends to Roster is passed on to the target.",
    values: {
      true: "It is kept sealed until it is delivered, 24 hours at most, where the target can change passwords.",
      false: "Passwords are not passed on.",
    },
  },
  patch: {
    title: "PATCH",
    sentence: "Whether changes are sent as PATCH, or as PUT of the whole resource.",
    values: override("Changes are sent as PATCH.", "Changes are sent as PUT."),
  },
  putUsers: {
    title: "PUT for people",
    sentence: "Whether people are changed by PUT although the target supports PATCH.",
    values: override("People are changed by PUT, groups by PATCH.", "People are changed as groups are."),
  },
  bulk: {
    title: "Bulk",
    sentence: "Whether many changes are sent in one request to /Bulk.",
    values: override("Changes are sent together where there are many.", "Each change is a request of its own."),
  },
  filter: {
    title: "Filter",
    sentence: "Whether Roster looks resources up by a filter.",
    values: override(
      "Who may be at the target already is looked up by a filter.",
      "Resources are found by reading lists from end to end.",
    ),
  },
  etag: {
    title: "Entity tags",
    sentence: "Whether a write holds only for the version that Roster has seen (If-Match).",
    values: override("Writes carry If-Match.", "Writes carry no condition."),
  },
  valuePaths: {
    title: "Value filters in paths",
    sentence: 'Whether the path of a PATCH may pick one value of a list, such as emails[type eq "work"].',
    values: override("One value of a list is changed alone.", "A list is sent as a whole."),
  },
  membersListed: {
    title: "Members in groups",
    sentence: "Whether a group that is read lists its members.",
    values: override(
      "Members are compared with what the target has.",
      "Members are compared with what Roster has sent, since the target does not show them.",
    ),
  },
  onlyActiveChanges: {
    title: "Only active can change",
    sentence: "Whether, of a person who is there, the target changes nothing but active.",
    values: override("Other changes of a person are not sent.", "Every change is sent."),
  },
  memberType: {
    title: "Type of members",
    sentence: "Whether an element of members carries its type beside its value.",
    values: {
      auto: "As the target says.",
      yes: 'Members are sent with value and type, such as "User".',
      lowerCase: 'Members are sent with value and type, such as "user".',
      no: "Members are sent with value alone.",
    },
  },
  membersPerPatch: {
    title: "Members in one PATCH",
    sentence: "How many members one PATCH of a group may name; more are sent in several.",
  },
  pageSize: {
    title: "Resources on a page",
    sentence: "How many resources Roster asks for at once when it reads the target.",
  },
  cursorPaging: {
    title: "Lists by cursor",
    sentence: "Whether lists are read by cursor (RFC 9865) instead of by startIndex.",
    values: override("Each page names the next one.", "Each page begins at a number."),
  },
  configuration: {
    title: "Configuration",
    sentence: "Where the target says what it can do.",
    values: {
      ServiceProviderConfig: "At /ServiceProviderConfig, as the RFC has it.",
      ServiceProviderConfigs: "At /ServiceProviderConfigs, as in earlier drafts.",
      none: "Nowhere: Roster does not ask, and goes by the options.",
    },
  },
};

/** What people are told of an option. */
export function describeTargetOption(name: TargetOptionName): TargetOptionDescription {
  return descriptions[name];
}
