import { type FormEvent, startTransition } from "react";

/**
 * Sends a form to an action and leaves what was typed in its fields, which React empties after an action of its own. Give the
 * form the action too, for browsers without scripts.
 */
export function keepTyped(send: (form: FormData) => void) {
  return (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    startTransition(() => send(form));
  };
}
