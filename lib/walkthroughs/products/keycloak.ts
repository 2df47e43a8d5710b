import type { Walkthrough } from "../walkthrough";

/** Keycloak provisions other applications by extensions alone, whose screens differ: general words. */
export const keycloakWalkthrough: Walkthrough = {
  product: "Keycloak",
  runsIn: "own",
  rhythm: "When Keycloak sends something depends on the extension: with each change, at a full sync, or both.",
  steps: [
    {
      id: "extension",
      title: "Install a SCIM client extension",
      instructions: [
        "Keycloak needs an extension to provision other applications. Copy its file into the folder `providers` of Keycloak and start Keycloak again.",
        "Choose one that is a SCIM client. Several offer the opposite, a SCIM server for Keycloak itself.",
      ],
    },
    {
      id: "connect",
      title: "Connect Keycloak to Roster",
      instructions: [
        "In the extension's settings make a remote SCIM provider with these two values, and choose a bearer token as authentication. Test or save.",
      ],
      screen: {
        title: "Remote SCIM provider",
        fields: [
          { kind: "value", label: "Base URL or SCIM endpoint", value: "baseUrl" },
          { kind: "value", label: "Bearer token", value: "token" },
        ],
      },
      quirks: [
        "Most extensions add the word Bearer themselves. If the panel says that it is missing, paste it together with the token.",
        "If Keycloak runs in a container, localhost is the container itself. Roster needs an address that Keycloak reaches.",
      ],
      proof: "reached",
    },
    {
      id: "person",
      title: "Send one person",
      instructions: ["Change a test user in Keycloak, or run the extension's sync: the user appears here."],
      quirks: ["Give users an address as user name, or their email: people are told apart here by userName."],
      proof: "person",
    },
    {
      id: "deactivation",
      title: "See that leaving works",
      instructions: ["Switch **Enabled** off for the test user in Keycloak."],
      quirks: ['Some extensions send the text "false". Roster reads it as false, and the log says so.'],
      proof: "deactivation",
    },
    {
      id: "groups",
      title: "Send groups",
      instructions: ["If the extension offers groups, switch them on and sync. Members have to be here first."],
      proof: "group",
      isOptional: true,
    },
  ],
};
