/** What package.json says; it is repeated here because a build has no package.json beside it. */
export const rosterVersion = "0.1.0";
