import type { z } from "zod";
import { type Access, findAccess } from "./access";
import type { Permission } from "./permissions";
import type { Result } from "./result";

/** What a form is told after it was sent. */
export type ActionResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | {
      readonly ok: false;
      /** What is wrong, for the whole form. */
      readonly message: string;
      /** For each wrong field a sentence that says what is right. */
      readonly fieldErrors: Readonly<Record<string, string>>;
    };

/** The state of a form that useActionState keeps: null before it was first sent. */
export type ActionState<Value> = ActionResult<Value> | null;

/**
 * Runs an act of a signed-in person: may they, does the input make sense, then the act itself, whose refusals come back as
 * values. An action is an open address: whoever looks it up may send it anything.
 *
 * @param schema what the form has to hold; its messages are shown beside the fields
 */
export async function runOwnerAction<Schema extends z.ZodType, Value>(
  permission: Permission,
  schema: Schema,
  form: unknown,
  act: (access: Access, input: z.infer<Schema>) => Promise<Result<Value>>,
): Promise<ActionResult<Value>> {
  const admission = await findAccess(permission);
  if (admission.kind === "signedOut") {
    return refuseForm("Your session has ended. Sign in again in another tab, then send this once more.");
  }
  if (admission.kind === "refused") return refuseForm("You may not do this. Ask an owner of the organization.");
  const parsed = schema.safeParse(form instanceof FormData ? readForm(form) : form);
  if (!parsed.success) {
    const fieldErrors = Object.fromEntries(parsed.error.issues.map(({ path, message }) => [path.join("."), message]));
    const [only] = Object.values(fieldErrors);
    return { ok: false, message: only ?? "Something that was sent cannot be read.", fieldErrors };
  }
  const result = await act(admission.access, parsed.data);
  if (result.ok) return { ok: true, value: result.value };
  return {
    ok: false,
    message: result.message,
    fieldErrors: result.field === undefined ? {} : { [result.field]: result.message },
  };
}

/** The fields of a form by name; one that was sent more than once, such as a list of checkboxes, is an array. */
function readForm(form: FormData): Record<string, unknown> {
  return Object.fromEntries(
    Array.from(new Set(form.keys()), (name) => {
      const values = form.getAll(name);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

function refuseForm(message: string): { ok: false; message: string; fieldErrors: Record<string, string> } {
  return { ok: false, message, fieldErrors: {} };
}
