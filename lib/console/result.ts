import { type Queries, runInTransaction } from "@/lib/db/transaction";

/** An expected failure: what is wrong and what would be right, in a sentence; `field` names the input it is about. */
export type Refusal = { readonly ok: false; readonly message: string; readonly field?: string };

/** What a use case answers. Only what nobody could expect is thrown. */
export type Result<Value> = { readonly ok: true; readonly value: Value } | Refusal;

/** The answer of a use case that did what was asked. */
export function accept<Value>(value: Value): Result<Value> {
  return { ok: true, value };
}

/** The answer of a use case that refuses. */
export function refuse(message: string, field?: string): Refusal {
  return field === undefined ? { ok: false, message } : { ok: false, message, field };
}

/** Carries a refusal out of a transaction, which rolls it back. */
class RolledBack extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** Runs a use case in one transaction. When it refuses, nothing of what it had written stays. */
export async function actInTransaction<Value>(
  database: Parameters<typeof runInTransaction>[0],
  act: (db: Queries) => Promise<Result<Value>>,
  timeoutMs?: number,
): Promise<Result<Value>> {
  try {
    return await runInTransaction(
      database,
      async (db) => {
        const result = await act(db);
        if (!result.ok) {
          throw new RolledBack(result);
        }
        return result;
      },
      timeoutMs,
    );
  } catch (error) {
    if (error instanceof RolledBack) {
      return error.refusal;
    }
    throw error;
  }
}
