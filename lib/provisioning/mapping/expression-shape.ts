import type { Attribute } from "@/lib/scim/attribute";
import { commonAttributes } from "@/lib/scim/schema/common-attributes";
import { groupSchema } from "@/lib/scim/schema/core-group";
import { userSchema } from "@/lib/scim/schema/core-user";
import { enterpriseUserSchema } from "@/lib/scim/schema/enterprise-user";
import type { MappingResourceType } from "./mapping-source";

/** What is known beforehand of a value in an expression, so that misspelt names are found when a mapping is saved. */
export type Shape =
  | { readonly kind: "any" }
  | { readonly kind: "simple" }
  | { readonly kind: "list"; readonly element: Shape }
  | { readonly kind: "map"; readonly name: string; readonly members: ReadonlyMap<string, Shape> };

export const anyShape: Shape = { kind: "any" };
const simple: Shape = { kind: "simple" };

function createMap(name: string, members: Readonly<Record<string, Shape>>): Shape {
  return { kind: "map", name, members: new Map(Object.entries(members)) };
}

function createAttributesShape(name: string, attributes: readonly Attribute[]): Record<string, Shape> {
  return Object.fromEntries(
    attributes.map((attribute) => [attribute.name, createAttributeShape(`${name}.${attribute.name}`, attribute)]),
  );
}

function createAttributeShape(name: string, { subAttributes, multiValued }: Attribute): Shape {
  const single = subAttributes === undefined ? simple : createMap(name, createAttributesShape(name, subAttributes));
  return multiValued ? { kind: "list", element: single } : single;
}

const around = {
  organization: createMap("organization", { subdomain: simple, name: simple }),
  target: createMap("target", { name: simple }),
};

/** The variables of a mapping and what is known of them. */
export const variableShapes: Readonly<Record<MappingResourceType, ReadonlyMap<string, Shape>>> = {
  User: new Map(
    Object.entries({
      user: createMap("user", {
        ...createAttributesShape("user", [
          ...commonAttributes,
          ...userSchema.attributes.filter(({ name }) => name !== "password"),
        ]),
        [enterpriseUserSchema.id]: createMap(
          "the enterprise extension",
          createAttributesShape("enterprise", enterpriseUserSchema.attributes),
        ),
        role: simple,
        fullName: simple,
      }),
      ...around,
    }),
  ),
  Group: new Map(
    Object.entries({
      group: createMap(
        "group",
        createAttributesShape("group", [
          ...commonAttributes,
          ...groupSchema.attributes.filter(({ name }) => name !== "members"),
        ]),
      ),
      ...around,
    }),
  ),
};
