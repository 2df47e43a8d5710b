import { type DiffLine, listDiffLines } from "@/lib/console/directory/describe-change";
import type { MappingVersion, StoredMapping } from "@/lib/db/property-mappings";
import { listResourceIds } from "@/lib/db/target-directory";
import { listTargetResources } from "@/lib/db/target-resources";
import type { StoredTarget } from "@/lib/db/targets";
import {
  describeMappingFunctions,
  describeMappingVariables,
  type MappingHelp,
  mappingRules,
} from "@/lib/provisioning/mapping/describe-mapping";
import type { Access } from "../access";
import { accept, type Result } from "../result";
import { type DraftMapping, type MappingPreview, previewMapping } from "./draft-mapping";
import { diffLines, type TextLine } from "./line-diff";
import { viewMapping } from "./property-mappings";

export type { AffectedCount, DraftMapping } from "./draft-mapping";

/** What a draft makes of one person or group, as the editor shows it. */
export type ShownPreview = Pick<
  MappingPreview,
  "resource" | "errors" | "yielded" | "payload" | "problem" | "isInScope"
> & {
  /** What would be sent otherwise than now. */
  readonly changes: readonly DiffLine[];
};

/** The help beside the editor. */
export type EditorHelp = {
  readonly rules: readonly string[];
  readonly variables: readonly MappingHelp[];
  readonly functions: readonly MappingHelp[];
};

/** A version of a mapping with how it differs from the one before. */
export type ShownVersion = Pick<MappingVersion, "version" | "name" | "enabled" | "at"> & {
  readonly by: string;
  readonly lines: readonly TextLine[];
  readonly isFirst: boolean;
};

/** Computes what a draft would do, for whom a text names, else for somebody who is linked. */
export async function previewDraft(
  access: Pick<Access, "database">,
  target: StoredTarget,
  draft: DraftMapping,
  text: string | undefined,
): Promise<Result<ShownPreview | undefined>> {
  const wanted = text ?? (await findSomebody(access, target, draft.resourceType));
  if (wanted === undefined) return accept(undefined);
  const result = await previewMapping(access.database, target, draft, wanted);
  if (!result.ok) return result;
  const { resource, errors, yielded, payload, problem, isInScope, payloadNow } = result.value;
  const changes = payload === undefined ? [] : listDiffLines(payloadNow ?? {}, payload);
  return accept({ resource, errors, yielded, payload, problem, isInScope, changes });
}

async function findSomebody(
  { database }: Pick<Access, "database">,
  target: StoredTarget,
  resourceType: DraftMapping["resourceType"],
): Promise<string | undefined> {
  const [linked] = await listTargetResources(database, target.id, { view: "linked", resourceType }, { limit: 1 });
  if (linked !== undefined) return linked.resourceId;
  return (await listResourceIds(database, target.organizationId, resourceType, 1))[0];
}

/** What may be named and called in a mapping. */
export function describeEditorHelp(resourceType: DraftMapping["resourceType"]): EditorHelp {
  return {
    rules: mappingRules,
    variables: describeMappingVariables(resourceType),
    functions: describeMappingFunctions(),
  };
}

/** A mapping of the target with its versions, the latest first; undefined when it has none of this id. */
export async function openMapping(
  { database }: Pick<Access, "database">,
  target: StoredTarget,
  id: string,
): Promise<{ readonly mapping: StoredMapping; readonly versions: readonly ShownVersion[] } | undefined> {
  const found = await viewMapping(database, target, id);
  if (found === undefined) return undefined;
  const { versions } = found;
  return {
    mapping: found.mapping,
    versions: versions.map(({ version, name, enabled, at, expression, actorKind, actorName }, index) => {
      const before = versions[index + 1];
      return {
        version,
        name,
        enabled,
        at,
        by:
          actorName ??
          (actorKind === "operator" ? "the command line" : actorKind === "person" ? "somebody who is gone" : "Roster"),
        lines: diffLines(before?.expression ?? "", expression),
        isFirst: before === undefined,
      };
    }),
  };
}
