import type { Walkthrough } from "../walkthrough";

/** @see https://jumpcloud.com/support/scim-identity-management-integration */
export const jumpcloudWalkthrough: Walkthrough = {
  product: "JumpCloud",
  runsIn: "cloud",
  rhythm: "JumpCloud sends changes within minutes.",
  steps: [
    {
      id: "add-app",
      title: "Make the application",
      instructions: [
        "Open **SSO Applications**, choose **Add New Application**, then **Custom Application**.",
        "Select **Export users to this app (Identity Management)**, name the application, save it, and choose **Configure Application**.",
      ],
    },
    {
      id: "connect",
      title: "Connect JumpCloud to Roster",
      instructions: [
        "On the tab **Identity Management** choose SCIM 2.0, paste the two values, and enter the address of one of your JumpCloud users as test user.",
        "Choose **Test Connection**, then **Activate**, and save.",
      ],
      screen: {
        title: "Identity Management",
        fields: [
          { kind: "text", label: "SCIM Version", text: "SCIM 2.0" },
          { kind: "value", label: "Base URL", value: "baseUrl" },
          { kind: "value", label: "Token Key", value: "token" },
          { kind: "text", label: "Test User Email", text: "an address from your JumpCloud directory" },
          { kind: "button", label: "Test Connection" },
          { kind: "button", label: "Activate" },
        ],
      },
      quirks: [
        "**Token Key** takes the token alone.",
        "While it tests and activates, JumpCloud makes a user here, changes, deactivates and deletes it. That trial may tick several steps at once.",
      ],
      proof: "reached",
    },
    {
      id: "person",
      title: "Give a group the application",
      instructions: [
        "On the tab **User Groups** select a group with a test user in it, and save. JumpCloud sends its people.",
      ],
      proof: "person",
    },
    {
      id: "deactivation",
      title: "See that leaving works",
      instructions: ["Take the test user out of the group: JumpCloud deactivates them here."],
      proof: "deactivation",
    },
    {
      id: "groups",
      title: "Send groups",
      instructions: [
        "On the tab **Identity Management** tick **Enable management of User Groups and Group Membership**, and save.",
      ],
      screen: {
        title: "Identity Management",
        fields: [
          {
            kind: "checkbox",
            label: "Enable management of User Groups and Group Membership",
            isChecked: true,
          },
        ],
      },
      quirks: ["JumpCloud sends a member again who is there already. Roster changes nothing then."],
      proof: "group",
      isOptional: true,
    },
  ],
};
