/**
 * The loops over the elements of a list (or the keys of a map), by name: how many arguments they take, the name of the
 * element included, and what they are for.
 */
export const mappingLoops = {
  map: {
    arguments: [2, 3],
    example: "user.emails.map(email, email.value)",
    description: "A list of what is computed from each element; with a condition before it, of those that meet it.",
  },
  filter: {
    arguments: [2, 2],
    example: 'user.emails.filter(email, email.type == "work")',
    description: "The elements that meet a condition.",
  },
  exists: {
    arguments: [2, 2],
    example: 'user.groups.exists(group, group.display == "Finance")',
    description: "Whether any element meets a condition.",
  },
  all: {
    arguments: [2, 2],
    example: 'user.emails.all(email, email.value.endsWith("@example.com"))',
    description: "Whether every element meets a condition.",
  },
  exists_one: {
    arguments: [2, 2],
    example: 'user.groups.exists_one(group, group.display.startsWith("Site "))',
    description: "Whether exactly one element meets a condition.",
  },
} as const;

export type LoopName = keyof typeof mappingLoops;

export function isLoopName(name: string): name is LoopName {
  return Object.hasOwn(mappingLoops, name);
}

/** How deep loops may stand within loops. */
export const maxNestedLoops = 2;
