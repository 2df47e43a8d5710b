"use server";

import { refresh } from "next/cache";
import type { ActionResult } from "@/lib/console/owner-action";
import { accept } from "@/lib/console/result";
import { changeTarget } from "@/lib/console/targets/change-target";
import { runTargetAction } from "@/lib/console/targets/open-target";
import { runPreflight } from "@/lib/console/targets/run-preflight";
import { createTargetClient } from "../../create-target-client";
import { accessSchema } from "./schemas";

/** What became of a change of address, credential or certificate. */
export type AccessChange = {
  /** As it was kept. */
  readonly url: string;
  /** What the target said when it was asked with them. */
  readonly isTaken: boolean;
  readonly sentences: readonly string[];
};

/** Saves address, credential and certificate of a target, and tries them. */
export async function saveAccess(input: unknown): Promise<ActionResult<AccessChange>> {
  const result = await runTargetAction("targets.write", accessSchema, input, async (access, { name }, typed) => {
    const { database, actor, organization } = access;
    const changed = await changeTarget(database, actor, organization.subdomain, name, {
      url: typed.url,
      options: new Map(),
      ...(typed.credential === undefined ? {} : { credential: typed.credential }),
      ...(typed.caCertificate === undefined ? {} : { caCertificate: typed.caCertificate }),
    });
    if (!changed.ok) return changed;
    const checked = await runPreflight(database, organization.subdomain, name, createTargetClient);
    if (!checked.ok) return checked;
    const problems = checked.value.findings.filter(({ tone }) => tone === "danger");
    return accept({
      url: changed.value.target.baseUrl,
      isTaken: checked.value.ok,
      sentences: [...problems.map(({ sentence }) => sentence), ...changed.value.hints],
    });
  });
  refresh();
  return result;
}
