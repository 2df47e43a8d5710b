import { isPreset, type Preset } from "@/lib/directory/client-options";
import type { LoggedExchange } from "./logged-exchange";

/** Where things are in the screens of an identity provider, in the words that stand there. Each is the end of a sentence. */
export type ProviderScreens = {
  /** As people call it. */
  readonly name: string;
  /** "In …": the field that holds the access token. */
  readonly tokenField: string;
  /** "In …": the field that holds our base URL. */
  readonly urlField: string;
  /** How to try the connection. */
  readonly test: string;
  /** "In …": where attributes are mapped. */
  readonly mapping: string;
  /** How to make userName an email address. */
  readonly emailUserName: string;
  /** "In …": where people are assigned. */
  readonly assignment: string;
  /** "In …": where groups are sent from. */
  readonly groups: string;
  /** How to see what it thinks of the connection. */
  readonly status: string;
  /** How to have one person, or all, sent again. */
  readonly sendAgain: string;
  /** How to stop deletions, or choose what happens to people who leave. */
  readonly leaving: string;
};

const generic: ProviderScreens = {
  name: "the identity provider",
  tokenField: "the field for the bearer token",
  urlField: "the field for the SCIM base URL",
  test: "Test the connection there.",
  mapping: "the attribute mapping of the SCIM application",
  emailUserName: "Map userName to the person's email address in the attribute mapping.",
  assignment: "the list of people who are assigned to the SCIM application",
  groups: "the list of groups that it sends",
  status: "Look at the state of provisioning and its log in the identity provider.",
  sendAgain:
    "Start a synchronisation in the identity provider, or change the person there, so that it sends them again.",
  leaving: "Choose there what happens to people who leave: deactivating is enough.",
};

/** Entra and Okta renamed fields over the years: both names are said where both are met. */
const screens: Readonly<Partial<Record<Preset, ProviderScreens>>> = {
  okta: {
    name: "Okta",
    tokenField:
      'Applications > your app > Provisioning > Integration, the field "API Token" (or "Authorization", with HTTP Header)',
    urlField:
      'Applications > your app > Provisioning > Integration, the field "SCIM connector base URL" (or "Base URL")',
    test: 'Press "Test Connector Configuration" or "Test API Credentials", then Save.',
    mapping: "Applications > your app > Provisioning > To App, under Attribute Mappings",
    emailUserName:
      'In Applications > your app > Sign On, set "Application username format" to Email, then "Update Now".',
    assignment: "Applications > your app > Assignments",
    groups: "Applications > your app > Push Groups",
    status:
      'Look at Dashboard > Tasks for failed assignments, and at Provisioning > Integration for whether "Enable API integration" is still ticked.',
    sendAgain:
      "In Applications > your app > Provisioning > To App press Force Sync, or retry the task in Dashboard > Tasks.",
    leaving: 'In Provisioning > To App keep "Deactivate Users" ticked: Okta never deletes people.',
  },
  entra: {
    name: "Entra",
    tokenField:
      'Enterprise applications > your app > Provisioning > Admin Credentials (newer screens: Connectivity), the field "Secret Token"',
    urlField:
      'Enterprise applications > your app > Provisioning > Admin Credentials (newer screens: Connectivity), the field "Tenant URL"',
    test: 'Press "Test Connection", then Save.',
    mapping:
      'Enterprise applications > your app > Provisioning > Mappings (newer screens: Attribute mapping) > "Provision Microsoft Entra ID Users"',
    emailUserName:
      'In the mapping "Provision Microsoft Entra ID Users", map userName from userPrincipalName: people who exist in the cloud alone have no mail.',
    assignment: "Enterprise applications > your app > Users and groups",
    groups: "Enterprise applications > your app > Users and groups",
    status:
      "Look at Enterprise applications > your app > Provisioning > Overview: it says whether the job runs, is stopped or is in quarantine.",
    sendAgain:
      'Use "Provision on demand" in Enterprise applications > your app > Provisioning for one person, or "Restart provisioning" for all.',
    leaving:
      'In the mapping "Provision Microsoft Entra ID Users" untick Delete under Target Object Actions, and map active from the switch on IsSoftDeleted.',
  },
  authentik: {
    name: "authentik",
    tokenField: 'Applications > Providers > your SCIM provider > Edit, the field "Token"',
    urlField: 'Applications > Providers > your SCIM provider > Edit, the field "URL"',
    test: "Save, then run the synchronisation from the provider's page.",
    mapping: "Applications > Providers > your SCIM provider > Edit, under Attribute mapping",
    emailUserName:
      "Write a property mapping that sets userName to request.user.email, and select it in the SCIM provider.",
    assignment: "the bindings of the application, and the provider's User filtering",
    groups: "the SCIM provider, under User filtering",
    status:
      "Look at Applications > Providers > your SCIM provider: its page shows the last synchronisation and its log.",
    sendAgain: 'Press "Run sync again" on the page of the SCIM provider.',
    leaving:
      "authentik deletes people who leave its filter; the option onDelete of the SCIM client says what that does here.",
  },
  keycloak: {
    name: "Keycloak",
    tokenField: "User Federation > your SCIM provider, the token of its authentication mode Bearer",
    urlField: 'User Federation > your SCIM provider, the field "SCIM 2.0 endpoint"',
    test: 'Save, then press "Sync all users" on the same page.',
    mapping: "the attributes that the SCIM extension of Keycloak sends",
    emailUserName: 'In Realm settings > Login switch on "Email as username".',
    assignment: "the users of the realm",
    groups: "the groups of the realm",
    status: "Look at the log of the Keycloak server: its SCIM extension writes there what failed.",
    sendAgain: 'Press "Sync all users" or "Sync changed users" in User Federation > your SCIM provider.',
    leaving: "Disable people in Keycloak instead of deleting them.",
  },
  onelogin: {
    name: "OneLogin",
    tokenField: 'Applications > your app > Configuration, the field "SCIM Bearer Token"',
    urlField: 'Applications > your app > Configuration, the field "SCIM Base URL"',
    test: 'Set "API Status" to Enabled, then Save.',
    mapping: 'Applications > your app > Configuration, the "SCIM JSON Template", and Parameters',
    emailUserName: 'In Applications > your app > Parameters set "SCIM Username" to Email.',
    assignment: "Applications > your app > Users",
    groups: "Applications > your app > Parameters, under Groups, and Rules",
    status: "Look at Users > Provisioning, where failed and waiting steps are, and at API Status in Configuration.",
    sendAgain: 'Open Applications > your app > Users, choose the person, and press "Retry".',
    leaving: 'In Applications > your app > Provisioning choose Suspend under "When users are deleted in OneLogin".',
  },
  jumpcloud: {
    name: "JumpCloud",
    tokenField: 'SSO Applications > your app > Identity Management, the field "Token Key"',
    urlField: 'SSO Applications > your app > Identity Management, the field "Base URL"',
    test: 'Press "Test Connection", then Activate.',
    mapping: "SSO Applications > your app > Identity Management, under Attributes",
    emailUserName: "In Identity Management > Attributes map userName from the email of the JumpCloud user.",
    assignment: "SSO Applications > your app > User Groups",
    groups:
      'SSO Applications > your app > User Groups, with "Enable management of User Groups" ticked in Identity Management',
    status: "Look at SSO Applications > your app > Identity Management: it says whether it is active.",
    sendAgain: "Remove the person's user group from the app and add it again.",
    leaving: "Suspend people in JumpCloud instead of deleting them.",
  },
  google: {
    name: "Google Workspace",
    tokenField: "Apps > Web and mobile apps > your app > Autoprovisioning > Edit authorization, the access token",
    urlField: "Apps > Web and mobile apps > your app > Autoprovisioning > Edit authorization, the endpoint URL",
    test: "Save; Google tries the connection when autoprovisioning is switched on.",
    mapping: "Apps > Web and mobile apps > your app > Autoprovisioning > Edit attribute mapping",
    emailUserName: "Map userName from Basic Information > Primary email in the attribute mapping.",
    assignment: "Apps > Web and mobile apps > your app > User access, and the provisioning scope",
    groups: "Apps > Web and mobile apps > your app > Autoprovisioning > Provisioning scope",
    status:
      "Look at Apps > Web and mobile apps > your app > Autoprovisioning: it must be Active, and it counts failures.",
    sendAgain: "Take the person out of the provisioning scope and put them back; Google sends changes every few hours.",
    leaving: "Under Autoprovisioning > Deprovisioning choose how long after a suspension Google deletes people.",
  },
  pingone: {
    name: "PingOne",
    tokenField: 'Integrations > Provisioning > your connection > Configuration, the field "OAuth Access Token"',
    urlField: 'Integrations > Provisioning > your connection > Configuration, the field "SCIM Base URL"',
    test: 'Press "Test Connection", then Save.',
    mapping: "Integrations > Provisioning > your rule > Attribute Mapping",
    emailUserName: "Map userName from Email Address in the rule's Attribute Mapping.",
    assignment: "Integrations > Provisioning > your rule > User Filter",
    groups: "Integrations > Provisioning > your rule > Group Provisioning",
    status: "Look at Integrations > Provisioning > your rule: it shows the last synchronisation and its failures.",
    sendAgain: "Start a full synchronisation from the rule, or change the person in PingOne.",
    leaving: 'In the connection\'s preferences set "Remove Action" to Disable.',
  },
};

/**
 * The identity provider that is meant by a SCIM client's preset or, where that says nothing (generic, zulip, strict), by
 * the program that called.
 *
 * @param exchange what is known of the client and the caller
 */
export function findProvider({ client, agent }: Pick<LoggedExchange, "client" | "agent">): Preset {
  if (client !== undefined && screens[client.preset] !== undefined) return client.preset;
  return isPreset(agent) ? agent : "generic";
}

/** Where things are in a provider's screens; for one that is not known in words that fit all. */
export function screensOf(provider: Preset): ProviderScreens {
  return screens[provider] ?? generic;
}

/** The provider's name as the beginning of a sentence; names that are written small, such as authentik's, stay so. */
export function nameAtStart({ name }: ProviderScreens): string {
  return name === generic.name ? `T${name.slice(1)}` : name;
}

/** An advice as the end of a sentence, after a colon. */
export function asClause(advice: string): string {
  return advice.charAt(0).toLowerCase() + advice.slice(1);
}
