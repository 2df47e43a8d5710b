/** How the pages look; without a choice they follow the system. */
export const themes = ["light", "dark"] as const;

export type Theme = (typeof themes)[number];

/** The cookie in which the choice is kept, so that a page is drawn right from the start. */
export const themeCookie = "roster.theme";

/** Whether a cookie holds a theme. */
export function isTheme(text: string | undefined): text is Theme {
  return themes.some((theme) => theme === text);
}
