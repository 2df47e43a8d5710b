import type pg from "pg";

/** In one request. */
const atOnce = 1_000;

/**
 * Gives everybody to the fast target, and writes down that it was sent them: as after a first run, which would take far longer than what is
 * measured. Of what was sent nothing is known but that: the next run computes everybody, as it does once a day.
 */
export async function fillTarget(client: pg.Client, targetId: string, baseUrl: string): Promise<void> {
  const { rows } = await client.query<{ id: string; sent: object }>(
    `SELECT id, jsonb_build_object('schemas', jsonb_build_array('urn:ietf:params:scim:schemas:core:2.0:User'),
       'userName', user_name, 'externalId', id, 'displayName', full_name, 'title', attributes ->> 'title', 'active', active,
       'emails', attributes -> 'emails',
       'name', attributes -> 'name' || jsonb_build_object('formatted', full_name)) AS sent
     FROM users ORDER BY id`,
  );
  for (let from = 0; from < rows.length; from += atOnce) {
    const part = rows.slice(from, from + atOnce);
    const operations = part.map(({ sent, id }) => ({ method: "POST", path: "/Users", bulkId: id, data: sent }));
    const answer = await fetch(`${baseUrl}/Bulk`, { method: "POST", body: JSON.stringify({ Operations: operations }) });
    const answered: { readonly Operations: readonly { readonly location: string }[] } = await answer.json();
    const links = part.map(({ id, sent }, index) => {
      const location = answered.Operations[index]?.location ?? "";
      return { id, sent, remote: location.slice(location.lastIndexOf("/") + 1) };
    });
    await client.query(
      `INSERT INTO resource_links (id, target_id, resource_type, resource_id, label, state, remote_id, sent, synced_at)
       SELECT gen_random_uuid(), $1, 'User', v.id, v.sent ->> 'displayName', 'linked', v.remote, v.sent, now()
       FROM jsonb_to_recordset($2::jsonb) v (id uuid, remote text, sent jsonb)`,
      [targetId, JSON.stringify(links)],
    );
  }
  await client.query("VACUUM ANALYZE");
}
