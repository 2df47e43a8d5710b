/** The path of a Chromium that runs here, installed if need be; undefined: the one that Playwright brings. */
export function findOrInstallChromium(): Promise<string | undefined>;
