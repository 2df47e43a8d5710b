import type { Walkthrough } from "../walkthrough";

const token = '-H "Authorization: Bearer $SCIM_TOKEN"';
const json = '-H "Content-Type: application/scim+json"';

/** For whatever speaks SCIM 2.0; each step also as a command, to be tried without an identity provider. */
export const otherWalkthrough: Walkthrough = {
  product: "your identity provider",
  runsIn: "own",
  rhythm: "How often it calls is for your identity provider to say.",
  steps: [
    {
      id: "connect",
      title: "Connect it to Roster",
      instructions: [
        "Look for provisioning or SCIM 2.0 in your identity provider, and paste the two values. Choose a bearer token as authentication.",
        "Or try the connection from a shell, with the token in the variable `SCIM_TOKEN`:",
      ],
      screen: {
        title: "Provisioning",
        fields: [
          { kind: "value", label: "Base URL, SCIM endpoint or tenant URL", value: "baseUrl" },
          { kind: "value", label: "Token, secret or API key", value: "token" },
        ],
      },
      command: `curl ${token} "{{baseUrl}}/Users?startIndex=1&count=1"`,
      quirks: [
        "Most add the word Bearer themselves. If yours sends its box as it is, paste `Bearer`, a space and the token.",
      ],
      proof: "reached",
    },
    {
      id: "person",
      title: "Provision one person",
      instructions: ["Assign a test person, or make one from the shell:"],
      command: `curl ${token} ${json} "{{baseUrl}}/Users" -d '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ada.lovelace@example.com","name":{"givenName":"Ada","familyName":"Lovelace","formatted":"Ada Lovelace"},"active":true}'`,
      quirks: ["The answer has the person's id, by which the later requests name them."],
      proof: "person",
    },
    {
      id: "deactivation",
      title: "See that leaving works",
      instructions: ["Unassign the test person, or deactivate them from the shell, with their id in place of ID:"],
      command: `curl -X PATCH ${token} ${json} "{{baseUrl}}/Users/ID" -d '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"active","value":false}]}'`,
      proof: "deactivation",
    },
    {
      id: "groups",
      title: "Provision groups",
      instructions: ["Push a group, or make one from the shell. Its members have to be here first."],
      command: `curl ${token} ${json} "{{baseUrl}}/Groups" -d '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Example Engineering"}'`,
      proof: "group",
      isOptional: true,
    },
  ],
};
