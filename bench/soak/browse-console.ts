import { setTimeout as wait } from "node:timers/promises";
import { type Browser, signIn } from "../pages/browse";
import { type Counts, countAnswer } from "./counts";
import type { Owner } from "./prepare-place";

const pages = [
  "/",
  "/activity",
  "/activity?text=SEARCH",
  "/activity?outcome=failed",
  "/people",
  "/people?text=SEARCH",
  "/groups",
  "/scim-clients",
  "/streams",
  "/targets",
  "/audit",
  "/settings",
  "/api/find?text=SEARCH",
];
const betweenPagesMs = 250;

/** Opens the console's pages one after the other as an owner does, with a search for something else each time. */
export async function browseConsole(url: string, owner: Owner, isOver: () => boolean, counts: Counts): Promise<void> {
  let browser: Browser | undefined;
  for (let number = 0; !isOver(); number++) {
    // A new session now and then.
    if (number % 200 === 0) browser = await signIn(url, owner.email, owner.password);
    const page = pages[number % pages.length] ?? "/";
    const answer = await browser?.open(page.replace("SEARCH", `person${number}`));
    counts.pages += 1;
    if (answer !== undefined) countAnswer(counts, answer.status);
    await wait(betweenPagesMs);
  }
}
