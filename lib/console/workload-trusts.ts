import { type Actor, insertAuditEvent } from "@/lib/db/audit-events";
import type { Database } from "@/lib/db/pool";
import {
  deleteWorkloadTrust,
  insertWorkloadTrust,
  listWorkloadTrusts as queryWorkloadTrusts,
  type WorkloadTrust,
} from "@/lib/db/workload-trusts";
import { type FoundScimClient, holdScimClient, requireScimClient } from "./require-scim-client";
import { accept, actInTransaction, type Result, refuse } from "./result";

const maximumTrusts = 20;
const maximumLength = 1_000;

/** A SCIM client with its trusts, the oldest first. */
export async function listWorkloadTrusts(
  database: Database,
  subdomain: string,
  clientName: string,
): Promise<Result<FoundScimClient & { readonly trusts: readonly WorkloadTrust[] }>> {
  const found = await requireScimClient(database.prisma, subdomain, clientName);
  if (!found.ok) return found;
  return accept({ ...found.value, trusts: await queryWorkloadTrusts(database.prisma, found.value.client.id) });
}

export type NewWorkloadTrustInput = {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  /** Where the issuer's keys are; absent: its OpenID configuration says it. */
  readonly jwksUri?: string;
};

/** Lets a SCIM client get tokens for assertions that have exactly this issuer, subject and audience. */
export async function addWorkloadTrust(
  database: Database,
  actor: Actor,
  subdomain: string,
  clientName: string,
  input: NewWorkloadTrustInput,
): Promise<Result<FoundScimClient & { readonly trust: WorkloadTrust }>> {
  const issuer = readAddress(input.issuer, "issuer");
  if (!issuer.ok) return issuer;
  const subject = readValue(input.subject, "subject");
  if (!subject.ok) return subject;
  const audience = readValue(input.audience, "audience");
  if (!audience.ok) return audience;
  const jwksUri = input.jwksUri === undefined ? accept(null) : readAddress(input.jwksUri, "jwksUri");
  if (!jwksUri.ok) return jwksUri;

  return await actInTransaction(database, async (db) => {
    const found = await holdScimClient(db, subdomain, clientName);
    if (!found.ok) return found;
    const { client, organization } = found.value;
    if ((await queryWorkloadTrusts(db, client.id)).length >= maximumTrusts) {
      return refuse(
        `The SCIM client "${client.name}" has ${maximumTrusts} trusts, the most that it may have. Remove one that is no longer used.`,
      );
    }
    const trust = await insertWorkloadTrust(db, {
      scimClientId: client.id,
      issuer: issuer.value,
      subject: subject.value,
      audience: audience.value,
      jwksUri: jwksUri.value,
    });
    if (trust === undefined) {
      return refuse(
        `The SCIM client "${client.name}" trusts this issuer, subject and audience already. To change where its keys are, remove that trust first.`,
      );
    }
    await insertAuditEvent(db, {
      actor,
      organizationId: organization.id,
      action: "workloadTrust.added",
      subject: client.name,
      details: describeTrust(trust),
    });
    return accept({ ...found.value, trust });
  });
}

/** Removes a trust at once, and with it every token that it has given. */
export async function removeWorkloadTrust(
  database: Database,
  actor: Actor,
  subdomain: string,
  clientName: string,
  id: string,
): Promise<Result<FoundScimClient & { readonly removed: WorkloadTrust; readonly endedTokens: number }>> {
  return await actInTransaction(database, async (db) => {
    const found = await holdScimClient(db, subdomain, clientName);
    if (!found.ok) return found;
    const { client, organization } = found.value;
    const trusts = await queryWorkloadTrusts(db, client.id);
    const removed = trusts.find((trust) => trust.id === id);
    if (removed === undefined) {
      const ids = trusts.map((trust) => trust.id);
      const available = ids.length === 0 ? "It has no trusts." : `Its trusts: ${ids.join(", ")}.`;
      return refuse(`"${client.name}" has no trust with the id ${id}. ${available}`);
    }
    const endedTokens = await deleteWorkloadTrust(db, id, new Date());
    await insertAuditEvent(db, {
      actor,
      organizationId: organization.id,
      action: "workloadTrust.removed",
      subject: client.name,
      details: { ...describeTrust(removed), endedTokens },
    });
    return accept({ ...found.value, removed, endedTokens });
  });
}

function describeTrust({ id, issuer, subject, audience, jwksUri }: WorkloadTrust) {
  return { id, issuer, subject, audience, jwksUri };
}

/** What is pasted often has spaces around it; within, every character counts. */
function readValue(text: string, field: string): Result<string> {
  const value = text.trim();
  if (value === "")
    return refuse(`The ${field} of a trust cannot be blank. Copy it from the identity provider.`, field);
  if (value.length > maximumLength) {
    return refuse(`The ${field} of a trust has at most ${maximumLength} characters; this has ${value.length}.`, field);
  }
  return /\p{Cc}|\p{Cs}/u.test(value)
    ? refuse(`The ${field} of a trust has no line breaks or other control characters.`, field)
    : accept(value);
}

/** An issuer is kept as it is written, since assertions have to name it in the same way. */
function readAddress(text: string, field: "issuer" | "jwksUri"): Result<string> {
  const value = readValue(text, field);
  if (!value.ok) return value;
  const url = URL.canParse(value.value) ? new URL(value.value) : undefined;
  const isHttp = url !== undefined && ["https:", "http:"].includes(url.protocol);
  if (isHttp && url.username === "" && url.password === "" && url.hash === "") return value;
  const example =
    field === "issuer"
      ? "https://login.microsoftonline.com/TENANT/v2.0"
      : "https://login.microsoftonline.com/TENANT/discovery/v2.0/keys";
  return refuse(
    `"${value.value}" cannot be the ${field} of a trust. It is an https address such as ${example}.`,
    field,
  );
}
