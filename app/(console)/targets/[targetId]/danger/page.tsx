import type { Metadata } from "next";
import { Link } from "@/components/link";
import { Notice } from "@/components/notice";
import { isPermitted } from "@/lib/console/permissions";
import { previewTargetRemoval } from "@/lib/console/targets/remove-target";
import { count } from "../../count";
import { loadTarget } from "../load-target";
import { RemoveForm } from "./remove-form";
import { StateButton } from "./state-button";

export const metadata: Metadata = { title: "Danger" };

type Props = { params: Promise<{ targetId: string }> };

export default async function TargetDangerPage({ params }: Props) {
  const { access, target, isNew } = await loadTarget((await params).targetId);
  const { id, name, state } = target;
  const isPaused = state === "paused";
  const preview = await previewTargetRemoval(access.database, access.organization.subdomain, name);
  const { people, groups } = preview.ok ? preview.value.linked : { people: 0, groups: 0 };
  const waiting = preview.ok ? preview.value.waiting : 0;
  return (
    <div className="max-w-2xl space-y-10">
      {isNew ? null : (
        <section aria-labelledby="pausing">
          <h2 id="pausing" className="text-base font-semibold">
            {isPaused ? "Resume" : "Pause"}
          </h2>
          <p className="mt-1 mb-3 text-pretty text-muted">
            {isPaused
              ? `It is paused. After you resume it, ${count(waiting, "person or group that waits is", "people and groups that wait are")} looked at first.`
              : `Nothing is sent there until you resume, and nothing that changes here is lost. ${count(people, "person keeps", "people keep")} the access there that they have now. Better than removing when you only want it to stop for a while.`}
          </p>
          <StateButton id={id} name={name} isPaused={isPaused} />
        </section>
      )}
      <section aria-labelledby="removal">
        <h2 id="removal" className="text-base font-semibold">
          Remove
        </h2>
        <p className="mt-1 text-pretty">This cannot be undone:</p>
        <ul className="mt-2 mb-4 list-disc space-y-1 pl-5 text-pretty">
          <li>
            {count(people, "person", "people")} and {count(groups, "group", "groups")} stay at {name} as they are. Who
            leaves here from then on keeps their access there, until somebody takes it away by hand.
          </li>
          {waiting === 0 ? null : (
            <li>{count(waiting, "change that waits is", "changes that wait are")} never sent.</li>
          )}
          <li>
            Which person there is which one here is forgotten, with the mappings, the runs and what was tried. If you
            connect it again, people are found by their names.
          </li>
        </ul>
        {target.figures.people.linked === 0 ? null : (
          <p className="mb-4 text-pretty text-muted">
            To take people out of {name} first, <Link href={`/targets/${id}/options`}>narrow who belongs to it</Link>,
            and remove it once they are gone.
          </p>
        )}
        {isPermitted(access.person.role, "targets.remove") ? (
          <RemoveForm id={id} name={name} />
        ) : (
          <Notice tone="info">You may not remove a target. Ask an owner.</Notice>
        )}
      </section>
    </div>
  );
}
