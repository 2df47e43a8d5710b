import { listCustomAttributes } from "@/lib/db/custom-attributes";
import { type DirectoryTransaction, runDirectoryTransaction } from "@/lib/db/directory-transaction";
import { createId } from "@/lib/db/uuid";
import type { DirectoryRequest } from "@/lib/directory/directory-request";
import { createHandClient } from "@/lib/directory/hand-client";
import { beginRecord } from "@/lib/directory/request-record";
import { scopes } from "@/lib/directory/scope";
import { ScimError } from "@/lib/scim/errors";
import type { Access } from "../access";
import { isPermitted } from "../permissions";
import { type Refusal, type Result, refuse } from "../result";
import { getScimBaseUrl } from "../setup-page";

/** What an act by hand works with. */
export type HandEdit = DirectoryTransaction & { readonly request: DirectoryRequest };

export type HandEditOptions = {
  /** Whom or what is edited, for sentences. */
  readonly name?: string;
  /** Which parts of the name make the full name: as for the SCIM client that manages the person. */
  readonly nameFormattedIncluded?: boolean;
  /** The version that the person saw and decided on; the edit happens only if it is still the stored one. */
  readonly version?: number;
};

/** Carries a refusal out of the transaction, which undoes it. */
class Undone extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/**
 * Runs an edit of the directory by hand: by the same validation and policy as a SCIM request, recorded as the person's, in
 * one transaction with its audit event. A refusal, also one of the directory itself, leaves nothing behind.
 *
 * @param act records its own audit event, by `recordAudit`
 */
export async function editByHand<Value>(
  access: Access,
  { name = "This person", nameFormattedIncluded = true, version }: HandEditOptions,
  act: (edit: HandEdit) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const { database, organization, actor, person } = access;
  const customAttributes = await listCustomAttributes(database.prisma, organization.id);
  const highestGrantableRole = isPermitted(person.role, "directory.grantOwner") ? "owner" : "administrator";
  const client = createHandClient(organization, customAttributes, { highestGrantableRole, nameFormattedIncluded });
  const baseUrl = getScimBaseUrl();
  try {
    return await runDirectoryTransaction(database, baseUrl, async (transaction) => {
      const request: DirectoryRequest = {
        id: createId(),
        store: transaction.store,
        client,
        actor,
        scopes,
        baseUrl,
        leniencies: [],
        record: beginRecord(),
        ...(version === undefined ? {} : { precondition: { ifMatch: `W/"${version}"` } }),
      };
      const result = await act({ ...transaction, request });
      if (!result.ok) throw new Undone(result);
      return result;
    });
  } catch (error) {
    if (error instanceof Undone) return error.refusal;
    if (error instanceof ScimError) return explainRefusal(error, name, organization.name);
    throw error;
  }
}

/** What the directory says to SCIM clients, in words for the person at the form. */
function explainRefusal(error: ScimError, name: string, organizationName: string): Refusal {
  switch (error.kind) {
    case "preconditionFailed":
      return refuse(
        "Somebody changed this in the meantime. Nothing was saved: reload the page to see it as it is now.",
      );
    case "notFound":
      return refuse("This is not here any more: somebody has deleted it. Reload the page.");
    case "unavailable":
      return refuse("Too many others are changing this right now. Nothing was saved; try again in a moment.");
    case "forbidden":
      // What a person may grant is asked before, so it is the last owner that is missing here.
      return refuse(
        `${name} is the last active owner of ${organizationName}, which must have one. Make somebody else an owner first.`,
      );
    default:
      return refuse(error.message, findField(error.message));
  }
}

/** The field of the form that a refusal is about, by the attribute that it begins with. */
function findField(message: string): string | undefined {
  if (/addresses? in|email/i.test(message)) return "email";
  return /^userName/.test(message) ? "userName" : undefined;
}
