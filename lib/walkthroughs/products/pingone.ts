import type { Walkthrough } from "../walkthrough";

/** @see https://docs.pingidentity.com/pingone/integrations/p1_create_scim_connection.html */
export const pingoneWalkthrough: Walkthrough = {
  product: "PingOne",
  runsIn: "cloud",
  rhythm: "PingOne sends changes within minutes, once the connection and its rule are enabled.",
  steps: [
    {
      id: "connect",
      title: "Make the connection",
      instructions: [
        "Open **Integrations > Provisioning**, choose **+** and **New connection**, then **Identity Store** and **SCIM Outbound**. Name it.",
        "Fill in the boxes and choose **Test Connection**.",
      ],
      screen: {
        title: "Configure authentication",
        fields: [
          { kind: "value", label: "SCIM base URL", value: "baseUrl" },
          { kind: "text", label: "Users resource", text: "/Users" },
          { kind: "text", label: "SCIM version", text: "2.0" },
          { kind: "text", label: "Groups resource", text: "/Groups" },
          { kind: "text", label: "Authentication method", text: "OAuth 2 Bearer Token" },
          { kind: "value", label: "OAuth Access Token", value: "token" },
          { kind: "text", label: "Auth Type Header", text: "Bearer" },
          { kind: "button", label: "Test Connection" },
        ],
      },
      quirks: [
        "**OAuth Access Token** takes the token alone; **Auth Type Header** adds the word Bearer.",
        "**OAuth 2 Client Credentials** works too: issue a client secret under Credentials here.",
      ],
      proof: "reached",
    },
    {
      id: "preferences",
      title: "Check what the connection does",
      instructions: [
        "Allow users to be created, updated and disabled. The user filter expression stays as it is: Roster understands it.",
      ],
    },
    {
      id: "rule",
      title: "Make a rule and switch both on",
      instructions: [
        "On **Rules** make a rule with this connection and a user filter that first fits one test person.",
        "Switch the connection and the rule on.",
      ],
    },
    {
      id: "person",
      title: "Provision one person",
      instructions: ["The first sync begins with the rule. The test person appears here."],
      proof: "person",
    },
    {
      id: "deactivation",
      title: "See that leaving works",
      instructions: ["Disable the test person in PingOne, or take them out of the filter."],
      proof: "deactivation",
    },
    {
      id: "groups",
      title: "Provision groups",
      instructions: ["Add group provisioning to the rule, and choose the groups."],
      proof: "group",
      isOptional: true,
    },
  ],
};
