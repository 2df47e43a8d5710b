import type { ReactNode } from "react";
import { Link } from "@/components/link";
import { PageHeading } from "@/components/page-heading";
import { Tabs } from "@/components/tabs";
import { StandingBadge } from "../standing-badge";
import { loadTarget } from "./load-target";
import { TargetButtons } from "./target-buttons";

type Props = { children: ReactNode; params: Promise<{ targetId: string }> };

/** What stands over every page of a target. It guards nothing: each page asks for its own access. */
export default async function TargetLayout({ children, params }: Props) {
  const { target, isNew } = await loadTarget((await params).targetId);
  const { id, name, product, state, standing, pause, figures } = target;
  const base = `/targets/${id}`;
  return (
    <>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 grow basis-80 [overflow-wrap:anywhere]">
          <p className="mb-1 text-[0.8125rem]">
            <Link href="/targets">Targets</Link>
          </p>
          <PageHeading title={name} />
          {product === name ? null : <p className="text-muted">{product}</p>}
          <p className="mt-1 flex flex-wrap items-start gap-x-3 gap-y-1">
            <span className="font-medium">
              <StandingBadge standing={standing} />
            </span>
            <span className="min-w-0 text-pretty">{standing.sentence}</span>
          </p>
        </div>
        <TargetButtons
          id={id}
          name={name}
          state={state}
          isNew={isNew}
          linked={figures.people.linked + figures.groups.linked}
          refused={pause?.resource?.label}
        />
      </div>
      <Tabs
        name={name}
        tabs={[
          { href: base, name: "Overview" },
          { href: `${base}/resources`, name: "People and groups" },
          { href: `${base}/runs`, name: "Runs" },
          { href: `${base}/drift`, name: "Drift" },
          { href: `${base}/mappings`, name: "Mappings" },
          { href: `${base}/options`, name: "Options" },
          { href: `${base}/credential`, name: "Credential" },
          { href: `${base}/danger`, name: "Danger" },
        ]}
      />
      <div className="mt-6">{children}</div>
    </>
  );
}
