"use server";

import { z } from "zod";
import { type ActionResult, runOwnerAction } from "@/lib/console/owner-action";
import { accept } from "@/lib/console/result";
import { countScopePeople } from "@/lib/console/targets/count-scope";
import { count } from "./count";
import { scopeSchema } from "./credential-schema";

const countSchema = z.object({ scope: scopeSchema, includesGuests: z.boolean() });

/** How many people a scope holds, in words: for a form in which it is being chosen. */
export async function countScope(input: unknown): Promise<ActionResult<string>> {
  return await runOwnerAction("targets.read", countSchema, input, async (access, { scope, includesGuests }) => {
    const counted = await countScopePeople(access, scope, includesGuests);
    if (!counted.ok) return counted;
    const { people, inactive, everybody } = counted.value;
    const whole = people === everybody ? `All ${count(people, "person", "people")}` : count(people, "person", "people");
    const share = people === everybody ? "" : ` of ${everybody.toLocaleString("en")}`;
    const verb = people === 1 ? "belongs" : "belong";
    const rest = inactive === 0 ? "" : ` ${count(inactive, "of them is", "of them are")} not active.`;
    return accept(people === 0 ? "Nobody belongs to it." : `${whole}${share} ${verb} to it.${rest}`);
  });
}
