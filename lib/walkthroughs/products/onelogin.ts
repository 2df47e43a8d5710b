import type { Walkthrough } from "../walkthrough";

/** @see https://developers.onelogin.com/scim/create-app */
export const oneloginWalkthrough: Walkthrough = {
  product: "OneLogin",
  runsIn: "cloud",
  rhythm: "OneLogin sends changes within minutes, once they need no approval.",
  steps: [
    {
      id: "add-app",
      title: "Add the SCIM app",
      instructions: [
        "Open **Applications**, choose **Add App**, search for **SCIM Provisioner with SAML (SCIM v2 Enterprise)**, name it, and save.",
      ],
    },
    {
      id: "connect",
      title: "Connect OneLogin to Roster",
      instructions: [
        "On the tab **Configuration** paste the two values and save. Then choose **Enable** under **API Connection**.",
      ],
      screen: {
        title: "Configuration",
        fields: [
          { kind: "value", label: "SCIM Base URL", value: "baseUrl" },
          { kind: "value", label: "SCIM Bearer Token", value: "token" },
          { kind: "button", label: "Enable" },
        ],
      },
      quirks: [
        "**SCIM Bearer Token** takes the token alone.",
        "**SCIM JSON Template** decides what OneLogin sends. Keep `userName`, `name` and `emails` in it, and `active` if it is there.",
      ],
      proof: "reached",
    },
    {
      id: "parameters",
      title: "Send addresses as user names",
      instructions: ["On the tab **Parameters** set the SCIM user name to **Email**."],
    },
    {
      id: "provisioning",
      title: "Switch provisioning on",
      instructions: [
        "On the tab **Provisioning** tick **Enable provisioning**. Untick the approvals for create, delete and update, or approve each under **Users > Provisioning**. Save.",
      ],
      screen: {
        title: "Provisioning",
        fields: [{ kind: "checkbox", label: "Enable provisioning", isChecked: true }],
      },
      quirks: ["What waits for an approval reaches nobody: look under **Users > Provisioning** when nothing comes."],
    },
    {
      id: "person",
      title: "Give one person the app",
      instructions: ["Assign the app to a role on the tab **Access**, or to a test user directly, and save."],
      proof: "person",
    },
    {
      id: "deactivation",
      title: "See that leaving works",
      instructions: [
        "Take the app away from the test user. The tab **Provisioning** says what happens then: suspend deactivates the person here, delete deletes them.",
      ],
      proof: "deactivation",
    },
    {
      id: "groups",
      title: "Provision groups",
      instructions: [
        "On the tab **Parameters** include groups in provisioning, and map roles to groups under **Rules**.",
      ],
      proof: "group",
      isOptional: true,
    },
  ],
};
