import type { ClientPreset } from "./suite-result";

/** What the clients have beside their presets, and why: the report says it. */
export const clientOptions: Readonly<Record<ClientPreset, { readonly option: string; readonly why: string }>> = {
  strict: {
    option: "onDeactivatedUser=reactivate",
    why:
      "which takes the profile's `interopProfileConformant` out of `/ServiceProviderConfig` and does nothing else that the " +
      "suites could notice: scim2-tester reads no ServiceProviderConfig with a member that RFC 7643 and RFC 9865 do not have",
  },
  generic: {
    option: "highestGrantableRole=owner",
    why: "since scim2-tester takes any of the published roles for the people it makes",
  },
};
