import { mappingFunctions } from "./mapping-functions";
import { mappingLoops } from "./mapping-loops";
import type { MappingResourceType } from "./mapping-source";

/** A line of the help beside the editor of a mapping. */
export type MappingHelp = { readonly name: string; readonly example: string; readonly description: string };

const around: readonly MappingHelp[] = [
  {
    name: "organization",
    example: "organization.name",
    description: "The organization: its subdomain and its name.",
  },
  { name: "target", example: "target.name", description: "The target that the mapping is for: its name." },
];

/** What a mapping may name. */
export function describeMappingVariables(resourceType: MappingResourceType): readonly MappingHelp[] {
  const own: readonly MappingHelp[] =
    resourceType === "User"
      ? [
          {
            name: "user",
            example: "user.name.givenName",
            description:
              "The person, with the attributes of SCIM. user.fullName is what the organization calls them, user.role the role here, user.groups their groups ({value, display}).",
          },
          {
            name: 'user["urn:…"]',
            example: 'user["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"].department',
            description: "An extension, by its URN.",
          },
        ]
      : [{ name: "group", example: "group.displayName", description: "The group, with the attributes of SCIM." }];
  return [...own, ...around];
}

/** What a mapping may call, loops first. */
export function describeMappingFunctions(): readonly MappingHelp[] {
  return [
    ...Object.entries(mappingLoops).map(([name, { example, description }]) => ({ name, example, description })),
    { name: "has", example: "has(user.title)", description: "Whether it is there." },
    {
      name: "cel.bind",
      example: 'cel.bind(parts, user.fullName.split(" "), {"nickName": parts[0]})',
      description: "Gives a value a name for use in an expression.",
    },
    // size is there twice, as a function and as a method; one line says enough.
    ...mappingFunctions
      .filter(({ name }, index) => mappingFunctions.findIndex((one) => one.name === name) === index)
      .map(({ name, example, description }) => ({ name, example, description })),
  ];
}

/** The rules of the language in sentences, for the same help. */
export const mappingRules: readonly string[] = [
  'A mapping is an expression of CEL that yields a map, such as {"title": user.title}, or null for nothing.',
  "What is not there is null, and whatever is null is left out of the result, at every level.",
  "What is computed from null is null; a condition takes null for false; loops and join pass it over.",
  "All mappings run in the order of their names. Maps are merged by key, lists are added to one another without repeating an equal element, otherwise the later value wins.",
];
