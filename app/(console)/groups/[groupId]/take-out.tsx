"use client";

import { RowAction } from "@/components/row-action";
import { takeOutMember } from "../actions";

/** Takes somebody out of the group at once: adding them again undoes it. */
export function TakeOut({ groupId, memberId, name }: { groupId: string; memberId: string; name: string }) {
  return <RowAction label="Take out" name={name} act={() => takeOutMember({ id: groupId, memberId })} />;
}
