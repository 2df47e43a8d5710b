"use client";

import { RowAction } from "@/components/row-action";
import { unsubscribePerson } from "../actions";

/** Ends a subscription at once: subscribing the person again undoes it. */
export function Unsubscribe({ streamId, userId, name }: { streamId: string; userId: string; name: string }) {
  return <RowAction label="Unsubscribe" name={name} act={() => unsubscribePerson({ id: streamId, userId })} />;
}
