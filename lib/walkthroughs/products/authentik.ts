import type { Walkthrough } from "../walkthrough";

/** @see https://docs.goauthentik.io/add-secure-apps/providers/scim/create-scim-provider/ */
export const authentikWalkthrough: Walkthrough = {
  product: "authentik",
  runsIn: "own",
  rhythm: "authentik sends changes as they happen and synchronizes everything again once an hour.",
  steps: [
    {
      id: "connect",
      title: "Make a SCIM provider",
      instructions: [
        "In the Admin interface open **Applications > Applications** and choose **New Application**.",
        "Name the application, choose **SCIM** as **Provider Type**, and paste the two values.",
      ],
      screen: {
        title: "Configure Provider",
        fields: [
          { kind: "value", label: "URL", value: "baseUrl" },
          { kind: "value", label: "Token", value: "token" },
        ],
      },
      quirks: [
        "authentik adds the word Bearer itself: the token alone goes into the box.",
        "If authentik runs in a container, localhost is the container itself. Roster needs an address that authentik reaches.",
      ],
      proof: "reached",
    },
    {
      id: "backchannel",
      title: "Tie the provider to the application",
      instructions: [
        "Edit the application, choose the plus beside **Backchannel providers**, and select the SCIM provider. Save.",
      ],
      quirks: ["A provider that belongs to no application syncs nothing, and says nothing about it."],
    },
    {
      id: "person",
      title: "Sync the first people",
      instructions: [
        "Open the provider and run its sync. authentik sends everybody who may use the application; service accounts can be left out in the provider's settings.",
      ],
      proof: "person",
    },
    {
      id: "deactivation",
      title: "See that leaving works",
      instructions: [
        "Deactivate a test user in authentik: they are sent with active false and are deactivated here. Whoever is deleted in authentik is deleted here.",
      ],
      proof: "deactivation",
    },
    {
      id: "groups",
      title: "Sync groups",
      instructions: [
        "authentik sends groups after their members. A filter in the provider's settings narrows them to one group.",
      ],
      quirks: [
        "People whom authentik has not sent yet are left out of their groups until the next sync: run it once more.",
      ],
      proof: "group",
      isOptional: true,
    },
  ],
};
