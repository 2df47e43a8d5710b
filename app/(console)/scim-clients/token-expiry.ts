/** After how many days a new token or secret may end, and what the choice says. */
export const expiryChoices = [
  { value: "90", name: "after 90 days" },
  { value: "180", name: "after 180 days" },
  { value: "365", name: "after a year" },
  { value: "730", name: "after two years" },
  { value: "never", name: "never" },
] as const;

export type ExpiryChoice = (typeof expiryChoices)[number]["value"];

export const defaultExpiry: ExpiryChoice = "365";
