import type { Walkthrough } from "../walkthrough";

/** @see https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups */
export const entraWalkthrough: Walkthrough = {
  product: "Microsoft Entra ID",
  runsIn: "cloud",
  rhythm:
    "Entra works in cycles of about 40 minutes, and the first may take longer. Provision on demand sends one person at once.",
  cycleMinutes: 40,
  steps: [
    {
      id: "add-app",
      title: "Make the enterprise application",
      instructions: [
        "In the Entra admin center open **Enterprise applications** and choose **New application > Create your own application**.",
        "Name it, choose **Integrate any other application you don't find in the gallery**, and create it.",
      ],
      screen: {
        title: "Create your own application",
        fields: [
          { kind: "text", label: "What's the name of your app?", text: "Roster" },
          {
            kind: "checkbox",
            label: "Integrate any other application you don't find in the gallery (Non-gallery)",
            isChecked: true,
          },
        ],
      },
    },
    {
      id: "connect",
      title: "Connect Entra to Roster",
      instructions: [
        "In the application open **Provisioning** and set **Provisioning Mode** to **Automatic**.",
        "Paste the two values under **Admin Credentials**, choose **Test Connection**, then save.",
      ],
      screen: {
        title: "Admin Credentials",
        fields: [
          { kind: "text", label: "Provisioning Mode", text: "Automatic" },
          { kind: "value", label: "Tenant URL", value: "tenantUrl" },
          { kind: "value", label: "Secret Token", value: "token" },
          { kind: "button", label: "Test Connection" },
        ],
      },
      quirks: [
        "`?aadOptscim062020` at the end of the Tenant URL makes Entra write its changes as the standard says. Roster reads the older form too.",
        "**Secret Token** takes the token alone: Entra adds the word Bearer itself.",
        "Entra sends no User-Agent. A firewall in front of Roster that refuses such requests has to let these through.",
      ],
      proof: "reached",
    },
    {
      id: "mappings",
      title: "Check the mappings",
      instructions: [
        "Under **Mappings** open **Provision Microsoft Entra ID Users**.",
        "Map **userName** to **mail** if people sign in with their mail address, and save. Then every person needs a **mail**; cloud-only people may have none, and for them **userPrincipalName** is right.",
        "Keep **active** and **name.formatted**. Remove what Roster shall not know.",
      ],
      screen: {
        title: "Attribute Mapping",
        fields: [
          { kind: "text", label: "userName", text: "mail" },
          { kind: "text", label: "active", text: 'Switch([IsSoftDeleted], , "False", "True", "True", "False")' },
        ],
      },
      quirks: [
        "To set the role of people here, add a mapping to `role` with one of owner, administrator, moderator, member, guest.",
      ],
    },
    {
      id: "assign",
      title: "Assign people",
      instructions: [
        "Under **Users and groups** assign a test person first.",
        "Under **Settings > Scope** leave **Sync only assigned users and groups**.",
      ],
    },
    {
      id: "person",
      title: "Provision one person now",
      instructions: [
        "Open **Provision on demand**, choose the test person, and provision. This takes seconds.",
        "Then set **Provisioning Status** to **On** and save, or choose **Start provisioning**: the cycles begin.",
      ],
      quirks: [
        "Provision on demand writes in Entra's older form even with the flag. That is no fault.",
        "Until the first cycle ends, silence is normal: it may take 40 minutes and more.",
      ],
      proof: "person",
    },
    {
      id: "deactivation",
      title: "See that leaving works",
      instructions: [
        "Remove the test person's assignment and provision them on demand once more, or wait for the next cycle: Entra deactivates them here.",
      ],
      quirks: [
        "Entra deletes a person here 30 days after they were deleted in Entra, and not at all if they were unassigned before.",
        "When a person returns, Entra does not send their groups again. Roster keeps them meanwhile.",
      ],
      proof: "deactivation",
    },
    {
      id: "groups",
      title: "Provision groups",
      instructions: [
        "Assign groups under **Users and groups**. Leave **Provision Microsoft Entra ID Groups** enabled if Roster shall know the groups too.",
      ],
      quirks: [
        "Entra makes a group empty and adds its members afterwards, so that a new group is without members for a moment.",
        "Provision on demand takes a group with at most five of its members at a time.",
      ],
      proof: "group",
      isOptional: true,
    },
  ],
};
