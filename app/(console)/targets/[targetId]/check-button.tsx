"use client";

import { ActButton } from "./act-button";
import { checkTarget } from "./actions";

/** Asks the target again what it can do. */
export function CheckButton({ id }: { id: string }) {
  return <ActButton label="Check again" pending="Asking the target …" size="small" run={() => checkTarget({ id })} />;
}
