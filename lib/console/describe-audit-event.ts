import { isJsonObject } from "@/lib/scim/json";

type Described = { readonly action: string; readonly subject: string; readonly details: unknown };

/**
 * What was done, as the rest of a sentence that begins with who did it: "paused the SCIM client Okta". An action that has no
 * words of its own is told by its name.
 */
const words: Readonly<Record<string, (subject: string, details: unknown) => string>> = {
  "setup.completed": (subject) => `set up ${subject}`,
  "organization.created": (subject) => `made the organization ${subject}`,
  "organization.changed": (_, details) => `changed the organization's ${listChanged(details)}`,
  "owner.created": (subject) => `made ${subject} an owner`,
  "scimClient.created": (subject) => `made the SCIM client ${subject}`,
  "scimClient.changed": (subject, details) => `changed the ${listChanged(details)} of the SCIM client ${subject}`,
  "scimClient.paused": (subject) => `paused the SCIM client ${subject}`,
  "scimClient.resumed": (subject) => `resumed the SCIM client ${subject}`,
  "scimClient.removed": (subject) => `removed the SCIM client ${subject} with its tokens`,
  "accessToken.issued": (subject, details) => `issued the access token ${nameToken(details)} of ${subject}`,
  "accessToken.imported": (subject, details) => `imported the access token ${nameToken(details)} of ${subject}`,
  "accessToken.expirySet": (subject, details) => `set when the access token ${nameToken(details)} of ${subject} ends`,
  "accessToken.revoked": (subject, details) => `revoked the access token ${nameToken(details)} of ${subject}`,
  "clientSecret.issued": (subject, details) => `issued the client secret ${nameToken(details)} of ${subject}`,
  "clientSecret.revoked": (subject, details) => `revoked the client secret ${nameToken(details)} of ${subject}`,
  "workloadTrust.added": (subject) => `let a workload identity sign in for ${subject}`,
  "workloadTrust.removed": (subject) => `removed a workload identity of ${subject}`,
  "simulator.played": (subject, details) => `let the simulator play ${describePlay(details)} for ${subject}`,
  "simulator.removed": (subject) => `removed what the simulator had made through ${subject}`,
  "sandbox.emptied": (subject) => `emptied the sandbox of ${subject}`,
  "target.created": (subject) => `made the target ${subject}`,
  "target.changed": (subject, details) => `changed the ${listChanged(details)} of the target ${subject}`,
  "target.paused": (subject, details) => describePause(subject, details),
  "target.resumed": (subject, details) => `resumed the target ${subject}${describeLeftOut(details)}`,
  "target.removed": (subject) => `removed the target ${subject}; nothing was changed there`,
  "target.failingRetried": (subject, details) =>
    `tried ${readCount(details, "retried")} failing resources of ${subject} again`,
  "target.resourceRetried": (subject, details) => `had ${subject} looked at again for ${readTarget(details)}`,
  "target.resourceIgnored": (subject, details) => `stopped provisioning ${subject} at ${readTarget(details)}`,
  "target.resourceResumed": (subject, details) => `provisions ${subject} at ${readTarget(details)} again`,
  "target.resourceAdopted": (subject, details) => `linked ${subject} to a resource of ${readTarget(details)} by hand`,
  "target.remoteIgnored": (subject, details) =>
    `chose to be told ${isJsonObject(details) && details.ignored === false ? "again" : "no more"} of ${subject} at ${readTarget(details)}`,
  "target.driftOverwritten": (subject, details) =>
    `had what was changed of ${subject} at ${readTarget(details)} put right`,
  "target.heldAllowed": (subject, details) =>
    `allowed ${readCount(details, "released")} held deprovisions of ${subject}`,
  "target.heldDiscarded": (subject, details) =>
    `gave up ${readCount(details, "discarded")} held deprovisions of ${subject}`,
  "target.reconcileStarted": (subject) => `began a reconcile of ${subject}`,
  "target.planStarted": (subject) => `began a plan for ${subject}`,
  "target.planApplied": (subject) => `began to apply a plan for ${subject}`,
  "target.runCancelled": (subject) => `cancelled a run of ${subject}`,
  "target.mappingAdded": (subject, details) => `added the property mapping ${subject} of ${readTarget(details)}`,
  "target.mappingChanged": (subject, details) => `changed the property mapping ${subject} of ${readTarget(details)}`,
  "target.mappingReverted": (subject, details) =>
    `took the property mapping ${subject} of ${readTarget(details)} back to what it was before`,
  "target.mappingRemoved": (subject, details) => `removed the property mapping ${subject} of ${readTarget(details)}`,
  "customAttribute.created": (subject) => `defined the custom attribute ${subject}`,
  "customAttribute.removed": (subject) => `removed the custom attribute ${subject}`,
  "stream.created": (subject) => `made the stream ${subject}`,
  "stream.changed": (subject) => `changed the stream ${subject}`,
  "stream.removed": (subject) => `removed the stream ${subject}`,
  "user.created": (subject) => `added ${subject} by hand`,
  "user.changed": (subject) => `changed ${subject} by hand`,
  "user.deactivated": (subject) => `deactivated ${subject} by hand`,
  "user.reactivated": (subject) => `reactivated ${subject} by hand`,
  "user.removed": (subject) => `deleted ${subject} by hand`,
  "group.created": (subject) => `made the group ${subject} by hand`,
  "group.changed": (subject) => `changed the group ${subject} by hand`,
  "group.removed": (subject) => `deleted the group ${subject} by hand`,
  "account.passwordChanged": () => "changed their password",
  "account.signedOutEverywhere": () => "signed out everywhere",
  "account.linked": () => "signed in for the first time",
  "invitation.created": (subject) => `invited ${subject} to the console`,
  "invitation.accepted": (subject) => `accepted the invitation for ${subject}`,
};

/** What an act did, in words that follow the name of who did it. */
export function describeAuditEvent({ action, subject, details }: Described): string {
  return words[action]?.(subject, details) ?? `${action}: ${subject}`;
}

function nameToken(details: unknown): string {
  const lastFour = isJsonObject(details) ? details.lastFour : undefined;
  return typeof lastFour === "string" && lastFour !== "" ? `…${lastFour}` : "without a name";
}

/** Roster pauses a target itself when it refuses the credential. */
function describePause(subject: string, details: unknown): string {
  const detail = isJsonObject(details) ? details.detail : undefined;
  return typeof detail === "string" ? `paused the target ${subject}: ${detail}` : `paused the target ${subject}`;
}

function describeLeftOut(details: unknown): string {
  const leftOut = isJsonObject(details) && isJsonObject(details.leftOut) ? details.leftOut.label : undefined;
  return typeof leftOut === "string" ? `, and left out ${leftOut}` : "";
}

function readTarget(details: unknown): string {
  const target = isJsonObject(details) ? details.target : undefined;
  return typeof target === "string" ? target : "a target";
}

function readCount(details: unknown, name: string): string {
  const count = isJsonObject(details) ? details[name] : undefined;
  return typeof count === "number" ? String(count) : "the";
}

function describePlay(details: unknown): string {
  const { sequence, place } = isJsonObject(details) ? details : {};
  const where = place === "client" ? "here, among the people" : "in the sandbox";
  return `${typeof sequence === "string" ? `"${sequence}"` : "a sequence"} ${where}`;
}

/** The names of what differs between `before` and `after`, such as "name and options". */
function listChanged(details: unknown): string {
  const { before, after } = isJsonObject(details) ? details : {};
  if (!isJsonObject(before) || !isJsonObject(after)) return "settings";
  const names = Object.keys(after).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return names.length === 0 ? "settings" : new Intl.ListFormat("en", { type: "conjunction" }).format(names);
}
