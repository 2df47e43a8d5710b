import type { TargetOptions, TargetPreset } from "./target-options";

/** What a preset sets differently from the generic one: each option with why that product needs it. */
type PresetOptions = {
  readonly [Name in keyof TargetOptions]?: { readonly value: TargetOptions[Name]; readonly reason: string };
};

export type TargetPresetDefinition = {
  /** What people call the product. */
  readonly title: string;
  /** What the base URL looks like there, where it is known. */
  readonly exampleUrl?: string;
  readonly options: PresetOptions;
};

/** A product that publishes no ServiceProviderConfig, or one that says something else than what it does. */
const noConfiguration = (product: string) =>
  ({ value: "none", reason: `${product} has no ServiceProviderConfig.` }) as const;

/**
 * The presets: nothing but overrides of options, so that whatever one does a person can set on any target, and undo on
 * this one.
 */
export const targetPresetDefinitions: Readonly<Record<TargetPreset, TargetPresetDefinition>> = {
  generic: { title: "Any SCIM 2.0 service provider", options: {} },
  aws: {
    title: "AWS IAM Identity Center",
    exampleUrl: "https://scim.eu-central-1.amazonaws.com/TENANT/scim/v2",
    options: {
      patch: { value: "yes", reason: "AWS changes groups by PATCH alone; it has no PUT for them." },
      valuePaths: { value: "no", reason: "AWS knows one value a list, and no value filters in the path of a PATCH." },
      membersListed: { value: "no", reason: "AWS never lists the members of a group." },
      membersPerPatch: { value: 100, reason: "AWS takes at most 100 changes of members in one request." },
      pageSize: { value: 100, reason: "AWS returns at most 100 resources a page." },
      cursorPaging: { value: "yes", reason: "AWS passes over startIndex; its lists go on by cursor." },
      bulk: { value: "no", reason: "AWS has no /Bulk." },
    },
  },
  slack: {
    title: "Slack",
    exampleUrl: "https://api.slack.com/scim/v2",
    options: {
      filter: { value: "yes", reason: "Slack filters, though its ServiceProviderConfig may not say so." },
      requestsPerSecond: { value: 3, reason: "Slack takes 180 writes of a kind a minute." },
      nestedGroups: { value: "flatten", reason: "Slack's user groups hold people only." },
    },
  },
  salesforce: {
    title: "Salesforce",
    exampleUrl: "https://DOMAIN.my.salesforce.com/services/scim/v2",
    options: {
      configuration: {
        value: "ServiceProviderConfigs",
        reason: "Salesforce has its configuration at /ServiceProviderConfigs.",
      },
      deprovision: { value: "deactivate", reason: "Salesforce never deletes a person; it freezes or deactivates." },
    },
  },
  webex: {
    title: "Cisco Webex",
    options: { memberType: { value: "lowerCase", reason: 'Webex wants the type "user" beside each member\'s value.' } },
  },
  vcenter: {
    title: "VMware vCenter",
    exampleUrl: "https://VCENTER/usergroup/t/CUSTOMER/scim/v2",
    options: {
      configuration: noConfiguration("vCenter"),
      patch: { value: "no", reason: "vCenter is changed by PUT." },
      bulk: { value: "no", reason: "vCenter has no /Bulk." },
    },
  },
  gitlab: {
    title: "GitLab",
    exampleUrl: "https://gitlab.com/api/scim/v2/groups/GROUP",
    options: {
      configuration: noConfiguration("GitLab"),
      patch: { value: "yes", reason: "GitLab changes people by PATCH alone." },
      onlyActiveChanges: { value: "yes", reason: "Of a person who is there, GitLab changes active only." },
      filter: { value: "yes", reason: "GitLab looks people up by a filter." },
      groups: { value: "none", reason: "GitLab's SCIM has people, and no groups." },
      bulk: { value: "no", reason: "GitLab has no /Bulk." },
    },
  },
  github: {
    title: "GitHub Enterprise",
    exampleUrl: "https://api.github.com/scim/v2/enterprises/ENTERPRISE",
    options: {
      configuration: noConfiguration("GitHub"),
      patch: { value: "yes", reason: "GitHub changes people and groups by PATCH." },
      filter: { value: "yes", reason: "GitHub filters by userName, displayName and externalId." },
      bulk: { value: "no", reason: "GitHub has no /Bulk." },
      etag: { value: "no", reason: "GitHub has no conditional writes." },
      deprovision: { value: "deactivate", reason: "A deleted person is suspended at GitHub for good." },
      requestsPerSecond: { value: 3, reason: "GitHub's secondary rate limit allows about three writes a second." },
    },
  },
  google: {
    title: "Google Cloud Identity",
    options: {
      patch: { value: "yes", reason: "Google changes people by PATCH alone, and answers a PUT with 404." },
      putUsers: { value: "no", reason: "Google answers a PUT of a person with 404." },
      bulk: { value: "no", reason: "Google has no /Bulk." },
    },
  },
  zulip: {
    title: "Zulip",
    exampleUrl: "https://ORGANIZATION.zulipchat.com/scim/v2",
    options: {
      configuration: noConfiguration("Zulip"),
      patch: { value: "yes", reason: "Zulip empties a group by PATCH only; a PUT without members changes none." },
      putUsers: { value: "yes", reason: "A PATCH of a person fails in Zulip for most attributes; a PUT does not." },
      valuePaths: { value: "no", reason: "Zulip knows no value filters in the path of a PATCH of a person." },
      filter: { value: "yes", reason: "Zulip filters by userName and displayName." },
      bulk: { value: "no", reason: "Zulip has no /Bulk." },
      etag: { value: "no", reason: "Zulip has no entity tags." },
      createInactive: { value: false, reason: "Zulip creates active people only." },
      deprovision: { value: "deactivate", reason: "Zulip refuses to delete people; it deactivates them." },
      nestedGroups: { value: "flatten", reason: "Zulip's SCIM shows no groups within groups." },
    },
  },
};
