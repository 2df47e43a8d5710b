-- Of a table that was never analysed and is small, PostgreSQL takes each row for another organization's. An index on the
-- organization then seems as good as any that begins with it, also for what is found by a name or an id, and what is planned at
-- the beginning of a first import stays planned until the table is analysed. So it begins with a few organizations. What it finds
-- when it analyses the table takes their place. (PostgreSQL can be told so from 18 on.)
DO $$
BEGIN
  IF current_setting('server_version_num')::int >= 180000 THEN
    PERFORM pg_restore_attribute_stats('schemaname', n.nspname::text, 'relname', c.relname::text, 'attname', a.attname::text,
      'inherited', false, 'n_distinct', 5::real)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE n.nspname = current_schema() AND c.relname IN ('users', 'groups') AND a.attname = 'organization_id'
      AND NOT EXISTS (SELECT FROM pg_stats s
        WHERE s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname);
  END IF;
END $$;
