-- The guards hold whatever a session says of itself: with `session_replication_role = replica` ordinary triggers do not fire, and whoever may
-- set it (the owner of an installation, a restored dump) would write past them unnoticed.
DO $$
DECLARE
  guard record;
BEGIN
  FOR guard IN
    SELECT c.relname AS of_table, t.tgname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal AND t.tgname IN ('recorded', 'no_truncate', 'no_change')
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER %I', guard.of_table, guard.name);
  END LOOP;
END $$;
