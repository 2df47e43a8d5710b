import pg from "pg";
import { createStoredResourceTypes } from "@/lib/directory/resource-types";
import { createListCursors } from "@/lib/http/list-cursor";
import { parseListQuery } from "@/lib/scim/list-query";
import type { FilledPlace } from "../fill/place";

export type Person = {
  readonly id: string;
  readonly userName: string;
  readonly externalId: string;
  readonly managerId: string;
  readonly employeeNumber: string;
};

/** Whom and what the requests are about, in one of the organizations. */
export type Subjects = {
  readonly people: readonly Person[];
  readonly largeGroup: Group;
  readonly smallGroups: readonly Group[];
  readonly total: number;
  /** Cursors of pages in the middle and near the end, of the list as it is and sorted by userName. */
  readonly cursors: { readonly plain: readonly string[]; readonly sorted: readonly string[] };
};

export type Group = {
  readonly id: string;
  readonly displayName: string;
  readonly externalId: string;
  readonly memberIds: readonly string[];
};

const peopleCount = 400;

/** Reads who is spread over the whole organization, so that nothing is found by luck or in a cache. */
export async function readSubjects(databaseUrl: string, place: FilledPlace): Promise<Subjects> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { organizationId } = place;
    const numbers = Array.from({ length: peopleCount }, (_, index) => 2 + ((index * 7919) % (place.people - 1)));
    const people = await client.query<Person>(
      `SELECT u.id, u.user_name AS "userName", x.external_id AS "externalId", u.manager_id AS "managerId", n AS "employeeNumber"
       FROM unnest($2::text[]) AS n JOIN user_external_ids x ON x.scim_client_id = $3 AND x.external_id = '00u' || md5('person' || n)
       JOIN users u ON u.organization_id = $1 AND u.id = x.user_id`,
      [organizationId, numbers.map(String), place.clientId],
    );
    const groups = await client.query<Group>(
      `SELECT g.id, g.display_name AS "displayName", x.external_id AS "externalId",
         ARRAY(SELECT user_id FROM group_memberships m WHERE m.group_id = g.id LIMIT 20) AS "memberIds"
       FROM groups g JOIN group_external_ids x ON x.group_id = g.id
       WHERE g.organization_id = $1 AND g.display_name_folded = ANY($2)`,
      [organizationId, [1, 2, 3, 4, 5, 6, 7, 8].map((number) => `team ${number}`)],
    );
    const [largeGroup] = groups.rows.filter(({ displayName }) => displayName === "Team 1");
    const smallGroups = groups.rows.filter((group) => group !== largeGroup);
    if (largeGroup === undefined) throw new Error("The organization has no group.");
    const positions = async (order: string) =>
      await Promise.all(
        [0.5, 0.9].map(
          async (share) =>
            (
              await client.query<{ id: string; key: string }>(
                `SELECT id, user_name_folded AS key FROM users WHERE organization_id = $1 ORDER BY ${order} LIMIT 1 OFFSET $2`,
                [organizationId, Math.floor(place.people * share)],
              )
            ).rows[0],
        ),
      );
    const write = (sortBy: string | undefined, found: { id: string; key: string | null } | undefined) => {
      if (found === undefined) throw new Error("The organization is empty.");
      const parameters = { filters: [], cursor: "", attributes: [], excludedAttributes: [] };
      const asked = sortBy === undefined ? parameters : { ...parameters, sortBy };
      const { page } = parseListQuery(createStoredResourceTypes([]).user, asked);
      const binding = [organizationId, place.clientId, "User", page.kind === "cursor" ? page.query : ""];
      return createListCursors(place.secret).write(binding, { count: 100, totalResults: place.people, after: found });
    };
    return {
      people: people.rows,
      largeGroup,
      smallGroups,
      total: place.people,
      cursors: {
        plain: (await positions("id")).map((found) => write(undefined, found && { ...found, key: null })),
        sorted: (await positions("user_name_folded")).map((found) => write("userName", found)),
      },
    };
  } finally {
    await client.end();
  }
}
