import type { Walkthrough } from "../walkthrough";

/** @see https://developer.okta.com/docs/guides/scim-provisioning-integration-connect/main/ */
export const oktaWalkthrough: Walkthrough = {
  product: "Okta",
  runsIn: "cloud",
  rhythm: "Okta sends each change within seconds, and nothing while nothing changes.",
  steps: [
    {
      id: "add-app",
      title: "Add the SCIM app",
      instructions: [
        "In the Okta Admin Console open **Applications > Applications** and choose **Browse App Catalog**.",
        "Search for **SCIM 2.0 Test App (Header Auth)** and add it. Give it a label that your colleagues will recognise.",
      ],
      screen: {
        title: "SCIM 2.0 Test App (Header Auth)",
        fields: [{ kind: "text", label: "Application label", text: "Roster" }],
      },
      quirks: [
        "This app provisions people and signs nobody in. Okta's OpenID Connect apps cannot provision: keep the app that signs people in beside this one.",
        "**SCIM 2.0 Test App (OAuth Bearer Token)** works as well. Its box takes the token alone, without the word Bearer.",
      ],
    },
    {
      id: "username",
      title: "Send addresses as user names",
      instructions: [
        "On the tab **Sign On**, under **Credentials Details**, set the two choices below and save.",
        "Okta then looks for people by their address, and whoever is here already is found instead of made again.",
      ],
      screen: {
        title: "Credentials Details",
        fields: [
          { kind: "text", label: "Application username format", text: "Email" },
          { kind: "text", label: "Update application username on", text: "Create and update" },
        ],
      },
    },
    {
      id: "connect",
      title: "Connect Okta to Roster",
      instructions: [
        "On the tab **Provisioning** choose **Configure API Integration** and tick **Enable API integration**.",
        "Paste the two values, choose **Test API Credentials**, then save.",
      ],
      screen: {
        title: "Provisioning · Integration",
        fields: [
          { kind: "checkbox", label: "Enable API integration", isChecked: true },
          { kind: "value", label: "Base URL", value: "baseUrl" },
          { kind: "value", label: "API Token", value: "bearerToken" },
          { kind: "button", label: "Test API Credentials" },
        ],
      },
      quirks: [
        "Okta sends the box **API Token** as it is. It has to hold the word `Bearer`, a space, and the token: what the button **Copy with “Bearer ”** beside a new token gives.",
        "Okta takes no base URL with an underscore in it, and wants no slash at its end.",
      ],
      proof: "reached",
    },
    {
      id: "to-app",
      title: "Switch provisioning on",
      instructions: ["Under **Provisioning > To App** choose **Edit**, tick the three boxes, and save."],
      screen: {
        title: "Provisioning to App",
        fields: [
          { kind: "checkbox", label: "Create Users", isChecked: true },
          { kind: "checkbox", label: "Update User Attributes", isChecked: true },
          { kind: "checkbox", label: "Deactivate Users", isChecked: true },
        ],
      },
      quirks: [
        "Without **Deactivate Users**, people who leave keep their access here.",
        "Leave **Sync Password** off: Roster drops passwords.",
      ],
    },
    {
      id: "person",
      title: "Assign one person",
      instructions: [
        "On the tab **Assignments** assign a test person first, before everybody else.",
        "Okta looks the person up by userName. Nobody there: it makes them. Somebody there: it takes them over.",
      ],
      quirks: ["With each new person Okta sends a random password. Roster drops it and stores none."],
      proof: "person",
    },
    {
      id: "deactivation",
      title: "See that leaving works",
      instructions: [
        "Remove the test person's assignment: Okta deactivates them here. Assign them again, and they are back with their groups.",
      ],
      quirks: ["Okta never deletes a person. Who is unassigned, suspended or deactivated in Okta is deactivated here."],
      proof: "deactivation",
    },
    {
      id: "groups",
      title: "Push groups",
      instructions: [
        "When people are assigned, open the tab **Push Groups** and add the groups whose members Roster shall know.",
      ],
      quirks: [
        "Assign first, push afterwards: Okta pushes no member who is not provisioned.",
        "Okta advises against one and the same group for assignment and for push.",
        "When you unlink a group, **Leave the group in the target app** keeps it here as it is; **Delete the group in the target app** deletes it here.",
      ],
      proof: "group",
      isOptional: true,
    },
  ],
};
