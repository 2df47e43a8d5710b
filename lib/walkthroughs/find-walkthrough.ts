import type { Preset } from "@/lib/directory/client-options";
import { authentikWalkthrough } from "./products/authentik";
import { entraWalkthrough } from "./products/entra";
import { googleWalkthrough } from "./products/google";
import { jumpcloudWalkthrough } from "./products/jumpcloud";
import { keycloakWalkthrough } from "./products/keycloak";
import { oktaWalkthrough } from "./products/okta";
import { oneloginWalkthrough } from "./products/onelogin";
import { otherWalkthrough } from "./products/other";
import { pingoneWalkthrough } from "./products/pingone";
import type { Walkthrough } from "./walkthrough";

const walkthroughs: Readonly<Record<Preset, Walkthrough>> = {
  okta: oktaWalkthrough,
  entra: entraWalkthrough,
  authentik: authentikWalkthrough,
  keycloak: keycloakWalkthrough,
  onelogin: oneloginWalkthrough,
  jumpcloud: jumpcloudWalkthrough,
  google: googleWalkthrough,
  pingone: pingoneWalkthrough,
  generic: otherWalkthrough,
  strict: otherWalkthrough,
  zulip: otherWalkthrough,
};

/** How an identity provider with this preset is set up. */
export function findWalkthrough(preset: Preset): Walkthrough {
  return walkthroughs[preset];
}
