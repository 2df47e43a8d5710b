"use client";

import { useRouter } from "next/navigation";
import { ActButton } from "../act-button";
import { planTarget, syncTarget } from "../actions";

/** Begins a plan or a reconcile and leads to it. */
export function StartButtons({ id }: { id: string }) {
  const router = useRouter();
  const open = ({ runId }: { runId: string }) => router.push(`/targets/${id}/runs/${runId}`);
  return (
    <div className="flex flex-wrap gap-2">
      <ActButton label="Make a plan" run={() => planTarget({ id })} onDone={open} />
      <ActButton label="Reconcile now" run={() => syncTarget({ id })} onDone={open} />
    </div>
  );
}
