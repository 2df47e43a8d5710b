import type { Metadata } from "next";
import { Link } from "@/components/link";
import { requireAccess } from "@/lib/console/access";
import { readParam, type SearchParams } from "@/lib/console/directory/list-position";
import { describeEditorHelp, previewDraft } from "@/lib/console/targets/mapping-editor";
import { openTarget } from "@/lib/console/targets/open-target";
import { EditorHelpSection } from "../editor-help";
import { MappingEditor } from "../mapping-editor";

export const metadata: Metadata = { title: "New property mapping" };

type Props = { params: Promise<{ targetId: string }>; searchParams: Promise<SearchParams> };

const starts = { User: '{\n  "title": user.title\n}', Group: '{\n  "displayName": group.displayName\n}' };

export default async function NewMappingPage({ params, searchParams }: Props) {
  const access = await requireAccess("targets.read");
  const target = await openTarget(access, (await params).targetId);
  const asked = await searchParams;
  const resourceType = readParam(asked, "type") === "Group" ? "Group" : "User";
  const subject = readParam(asked, "subject");
  const draft = { resourceType, name: "", expression: starts[resourceType], enabled: true } as const;
  const path = `/targets/${target.id}/mappings`;
  return (
    <>
      <p className="text-[0.8125rem]">
        <Link href={path}>Mappings</Link>
      </p>
      <h2 className="mt-1 text-base font-semibold">
        A new mapping for {resourceType === "User" ? "people" : "groups"} at {target.name}
      </h2>
      <div className="mt-4">
        <MappingEditor
          id={target.id}
          mappingId=""
          version={0}
          targetName={target.name}
          saved={draft}
          subject={subject ?? ""}
          preview={await previewDraft(access, target, draft, subject)}
        />
      </div>
      <EditorHelpSection help={describeEditorHelp(resourceType)} />
    </>
  );
}
