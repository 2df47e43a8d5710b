import type { Walkthrough } from "../walkthrough";

/** @see https://support.google.com/a/answer/7365072 */
export const googleWalkthrough: Walkthrough = {
  product: "Google Workspace",
  runsIn: "cloud",
  rhythm: "Google synchronizes every few hours, so that a person may take a while to arrive.",
  steps: [
    {
      id: "add-app",
      title: "Open the app in the Admin console",
      instructions: [
        "Open **Apps > Web and mobile apps** in the Google Admin console, and in it the SAML app by which people sign in.",
        "Google offers provisioning for apps of its own catalogue. Only those with a box for the endpoint can be pointed at Roster.",
      ],
    },
    {
      id: "connect",
      title: "Connect Google to Roster",
      instructions: ["Under **Autoprovisioning** choose **Configure autoprovisioning**, and paste the two values."],
      screen: {
        title: "Autoprovisioning",
        fields: [
          { kind: "value", label: "Access token", value: "token" },
          { kind: "value", label: "Endpoint URL", value: "baseUrl" },
        ],
      },
      quirks: ["The box takes the token alone."],
      proof: "reached",
    },
    {
      id: "mapping",
      title: "Map the attributes",
      instructions: ["Map the user name to the **Primary email**, and given and family name to theirs. Continue."],
      quirks: ["Some apps of the catalogue send the user name alone. Roster shows it in place of the missing name."],
    },
    {
      id: "scope",
      title: "Choose people and the end of their access",
      instructions: [
        "Restrict provisioning to a group if not everybody shall come.",
        "Choose after how long Google suspends and deletes whoever loses the app: within 24 hours, or some days later.",
      ],
      quirks: ["Suspension and deletion are two independent choices, and a deletion may come long after."],
    },
    {
      id: "person",
      title: "Switch it on for one person",
      instructions: [
        "Turn the app **ON** for a test person's organizational unit or group, then activate autoprovisioning.",
      ],
      proof: "person",
    },
    {
      id: "deactivation",
      title: "See that leaving works",
      instructions: [
        "Turn the app off for the test person. With the shortest delay Google suspends them here within 24 hours.",
      ],
      proof: "deactivation",
    },
  ],
};
