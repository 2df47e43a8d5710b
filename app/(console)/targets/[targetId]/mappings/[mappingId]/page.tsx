import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Link } from "@/components/link";
import { StatusBadge } from "@/components/status-badge";
import { requireAccess } from "@/lib/console/access";
import { readParam, type SearchParams } from "@/lib/console/directory/list-position";
import { describeEditorHelp, openMapping, previewDraft } from "@/lib/console/targets/mapping-editor";
import { openTarget } from "@/lib/console/targets/open-target";
import { EditorHelpSection } from "../editor-help";
import { MappingEditor } from "../mapping-editor";
import { RemoveMapping } from "./remove-mapping";
import { VersionList } from "./version-list";

export const metadata: Metadata = { title: "Property mapping" };

type Props = { params: Promise<{ targetId: string; mappingId: string }>; searchParams: Promise<SearchParams> };

export default async function MappingPage({ params, searchParams }: Props) {
  const access = await requireAccess("targets.read");
  const { targetId, mappingId } = await params;
  const target = await openTarget(access, targetId);
  const { mapping, versions } = (await openMapping(access, target, mappingId)) ?? notFound();
  const subject = readParam(await searchParams, "subject");
  const { id, name, expression, enabled, resourceType, version } = mapping;
  const draft = { resourceType, name, expression, enabled };
  return (
    <>
      <p className="text-[0.8125rem]">
        <Link href={`/targets/${target.id}/mappings`}>Mappings</Link>
      </p>
      <div className="mt-1 flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h2 className="text-base font-semibold [overflow-wrap:anywhere]">{name}</h2>
        <StatusBadge tone={enabled ? "success" : "neutral"}>{enabled ? "Enabled" : "Off"}</StatusBadge>
        <span className="text-muted">
          For {resourceType === "User" ? "people" : "groups"}, version {version}
        </span>
      </div>
      <div className="mt-4">
        <MappingEditor
          key={`${id} ${version}`}
          id={target.id}
          mappingId={id}
          version={version}
          targetName={target.name}
          saved={draft}
          subject={subject ?? ""}
          preview={await previewDraft(access, target, { ...draft, id }, subject)}
        />
      </div>
      <VersionList
        id={target.id}
        mappingId={id}
        name={name}
        targetName={target.name}
        current={version}
        versions={versions}
        now={new Date().toISOString()}
      />
      <EditorHelpSection help={describeEditorHelp(resourceType)} />
      <RemoveMapping id={target.id} mappingId={id} name={name} targetName={target.name} draft={draft} />
    </>
  );
}
