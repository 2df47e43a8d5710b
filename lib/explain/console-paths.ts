/** A link to a page of our own console. */
export type ConsoleLink = { readonly label: string; readonly href: string };

/** The page of a SCIM client that shows its tokens. */
export function linkToCredentials(clientId: string, label = "Open the client's tokens"): ConsoleLink {
  return { label, href: `/scim-clients/${clientId}/credentials` };
}

/** The page of a SCIM client that walks through its set-up at the identity provider. */
export function linkToSetup(clientId: string, label = "Open the set-up steps"): ConsoleLink {
  return { label, href: `/scim-clients/${clientId}/setup` };
}

/** The page of a SCIM client that sets its options. */
export function linkToOptions(clientId: string, label = "Open the client's options"): ConsoleLink {
  return { label, href: `/scim-clients/${clientId}/options` };
}

/** The overview of a SCIM client, where it is paused and resumed. */
export function linkToClient(clientId: string, label = "Open the SCIM client"): ConsoleLink {
  return { label, href: `/scim-clients/${clientId}` };
}

/** The requests of a SCIM client. */
export function linkToActivity(clientId: string, label = "Show the client's requests"): ConsoleLink {
  return { label, href: `/scim-clients/${clientId}/activity` };
}

/** A person. */
export function linkToPerson(userId: string, label = "Open the person"): ConsoleLink {
  return { label, href: `/people/${userId}` };
}

/** A group. */
export function linkToGroup(groupId: string, label = "Open the group"): ConsoleLink {
  return { label, href: `/groups/${groupId}` };
}

/** The list of people, searched. */
export function linkToPeople(search: string, label = "Find the person"): ConsoleLink {
  return { label, href: search === "" ? "/people" : `/people?text=${encodeURIComponent(search)}` };
}

/** The list of groups, searched. */
export function linkToGroups(search: string, label = "Find the group"): ConsoleLink {
  return { label, href: `/groups?text=${encodeURIComponent(search)}` };
}

/** The settings of the organization. */
export function linkToSettings(label = "Open the settings"): ConsoleLink {
  return { label, href: "/settings" };
}
