import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect } from "../fixtures";

/** The screens on which every page is looked at. */
const screens = [
  { width: 1280, colorScheme: "light" },
  { width: 1280, colorScheme: "dark" },
  { width: 390, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
] as const;

/** The rules of axe that another theme can break: with it colours change, and nothing else. */
const colourRules = ["color-contrast", "link-in-text-block"];

/**
 * Finds no fault in the page as it stands: no violation that axe knows (or that `rules`, some of its rules, find), and nothing
 * wider than the screen.
 */
export async function expectGoodPage(page: Page, screen = "this screen", rules?: string[]): Promise<void> {
  const { violations } = await (await createAxe(page, rules)).analyze();
  const found = violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map(({ html }) => html) }));
  expect(found, `accessible on ${screen}`).toEqual([]);
  const width = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth] as const);
  expect(width[0], `nothing is wider than ${screen}`).toBeLessThanOrEqual(width[1]);
}

/**
 * Axe, which takes longer over a page than everything else that is done with it, without what nobody reads: the results that
 * are no violations, and (its legacy mode) a second page that puts together those of frames, of which the console has none. It is
 * as large as an application, so a document that has it already is given nothing in its place.
 */
async function createAxe(page: Page, rules?: string[]): Promise<AxeBuilder> {
  const isThere = await page.evaluate(() => "axe" in window);
  const axe = new AxeBuilder({ page, ...(isThere ? { axeSource: ";" } : {}) });
  return axe
    .setLegacyMode()
    .options({ resultTypes: ["violations"], ...(rules === undefined ? {} : { runOnly: rules }) });
}

/** Looks at the page on each screen: both widths, both themes; in the dark at its colours. */
export async function expectGoodOnEveryScreen(page: Page): Promise<void> {
  for (const { width, colorScheme } of screens) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    const rules = colorScheme === "dark" ? colourRules : undefined;
    await expectGoodPage(page, `a screen of ${width} px, ${colorScheme}`, rules);
  }
}
