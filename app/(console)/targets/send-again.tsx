"use client";

import { RowAction } from "@/components/row-action";
import { actOnResource } from "./[targetId]/resources/actions";

type Props = {
  id: string;
  targetName: string;
  resourceType: "User" | "Group";
  resourceId: string;
  label: string;
};

/** Has one target look at a person or group again now. */
export function SendAgain({ id, targetName, resourceType, resourceId, label }: Props) {
  return (
    <RowAction
      label="Send again"
      name={`${label} to ${targetName}`}
      act={() => actOnResource({ id, resourceType, resourceId, act: "retry" })}
    />
  );
}
