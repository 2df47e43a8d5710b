-- Servers keep SCIM clients in memory for some seconds (lib/db/client-directory.ts). Whoever changes one, through whichever
-- program, tells every server at the moment of the commit. The payload is the id of the SCIM client or of the organization.
-- An INSERT tells nothing, since what does not exist is never kept in memory; neither do a token's last-used columns.
CREATE FUNCTION notify_scim_clients() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('roster_scim_clients', to_jsonb(OLD) ->> TG_ARGV[0]);
  RETURN NULL;
END
$$;

CREATE TRIGGER notify_scim_clients
AFTER UPDATE OR DELETE ON "organizations"
FOR EACH ROW EXECUTE FUNCTION notify_scim_clients('id');

CREATE TRIGGER notify_scim_clients
AFTER UPDATE OR DELETE ON "scim_clients"
FOR EACH ROW EXECUTE FUNCTION notify_scim_clients('id');

CREATE TRIGGER notify_scim_clients
AFTER UPDATE OF "scim_client_id", "hash", "expires_at", "revoked_at" OR DELETE ON "access_tokens"
FOR EACH ROW EXECUTE FUNCTION notify_scim_clients('scim_client_id');
