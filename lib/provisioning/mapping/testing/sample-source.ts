import type { JsonObject } from "@/lib/scim/json";
import { enterpriseUserSchemaUrn } from "@/lib/scim/urns";
import type { MappingSource } from "../mapping-source";

/** What mappings of a test work with; `resource` replaces attributes of a person who has nearly everything. */
export function createSampleSource(resource: JsonObject = {}): MappingSource {
  return createSourceOf({
    schemas: ["urn:ietf:params:scim:schemas:core:2.0:User"],
    id: "0198c0de-0000-7000-8000-000000000001",
    externalId: "00u1",
    userName: "ada@example.com",
    name: { formatted: "Ada King", givenName: "Ada", familyName: "King" },
    displayName: "Ada",
    fullName: "Ada King",
    active: true,
    role: "member",
    title: "Countess",
    emails: [
      { value: "ada@home.example", type: "home", display: "Home" },
      { value: "ada@example.com", type: "work", primary: true },
    ],
    phoneNumbers: [{ value: "+44 1", type: "work" }],
    photos: [{ value: "https://example.com/ada.png", type: "photo" }],
    groups: [
      { value: "g1", display: "Finance" },
      { value: "g2", display: "Site London" },
    ],
    [enterpriseUserSchemaUrn]: { department: "Engines", manager: { value: "0198c0de-0000-7000-8000-000000000002" } },
    ...resource,
  });
}

/** A source with that resource and nothing else. */
export function createSourceOf(resource: JsonObject): MappingSource {
  return { resource, organization: { subdomain: "acme", name: "Acme" }, target: { name: "AWS" } };
}
