-- Who only reads. The portal signs in as mesa_reader: it sees the schema `published`, views of the same names as the tables, and through them
-- no row and no column that is not public, whatever a query asks for.
--
-- Rows are kept apart by role, not by a session variable: whoever can run one statement can set a variable, and nobody can set who they are.

CREATE SCHEMA published;
GRANT USAGE ON SCHEMA public, published TO mesa_reader;

-- A table as everybody may read it: the rows that satisfy the condition, without the hidden columns (which read as null).
CREATE FUNCTION publish(name text, condition text DEFAULT 'true', hidden text[] DEFAULT '{}') RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  open_columns text;
  all_columns text;
BEGIN
  SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position) FILTER (WHERE column_name <> ALL (hidden)),
         string_agg(CASE WHEN column_name = ANY (hidden) THEN format('NULL::%s AS %I', udt_name, column_name) ELSE quote_ident(column_name) END, ', '
           ORDER BY ordinal_position)
    INTO open_columns, all_columns
    FROM information_schema.columns WHERE table_schema = 'public' AND table_name = name;
  EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
  EXECUTE format('CREATE POLICY published ON public.%I FOR SELECT TO mesa_reader USING (%s)', name, condition);
  EXECUTE format('GRANT SELECT (%s) ON public.%I TO mesa_reader', open_columns, name);
  EXECUTE format('CREATE VIEW published.%I WITH (security_invoker = true) AS SELECT %s FROM public.%I', name, all_columns, name);
  EXECUTE format('GRANT SELECT ON published.%I TO mesa_reader', name);
  -- The application reads every forum, and writes recorded rows of the one in whose log this transaction has just appended.
  EXECUTE format('CREATE POLICY reads ON public.%I FOR SELECT TO mesa_app USING (true)', name);
  IF EXISTS (SELECT FROM pg_trigger WHERE tgrelid = format('public.%I', name)::regclass AND tgname = 'recorded') THEN
    EXECUTE format('CREATE POLICY adds ON public.%I FOR INSERT TO mesa_app WITH CHECK ("forumId" = acting_in())', name);
    EXECUTE format('CREATE POLICY changes ON public.%I FOR UPDATE TO mesa_app USING (true) WITH CHECK ("forumId" = acting_in())', name);
  ELSE
    EXECUTE format('CREATE POLICY adds ON public.%I FOR INSERT TO mesa_app WITH CHECK (true)', name);
    EXECUTE format('CREATE POLICY changes ON public.%I FOR UPDATE TO mesa_app USING (true)', name);
  END IF;
END $$;

-- The forum in whose log this transaction appends: told by append_entry, so that an act for one forum cannot write a row of another.
CREATE FUNCTION acting_in() RETURNS uuid LANGUAGE sql STABLE AS $$
  SELECT nullif(current_setting('mesa.forum', true), '')::uuid
$$;

CREATE FUNCTION act_in_forum() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('mesa.forum', NEW."forumId"::text, true);
  RETURN NULL;
END $$;
CREATE TRIGGER act_in_forum AFTER INSERT OR UPDATE ON log_head FOR EACH ROW EXECUTE FUNCTION act_in_forum();
ALTER TABLE log_head ENABLE ALWAYS TRIGGER act_in_forum;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'forum', 'sector', 'organisation', 'succession', 'body', 'seat', 'mandate',
    'suspension', 'decision', 'plan', 'commitment', 'participant', 'status_change', 'finding', 'outside_event', 'sourced_statement', 'descent',
    'agenda_item', 'attendance', 'agreement', 'roadmap_version', 'progress_report',
    'evidence', 'evidence_judgement', 'link_capture', 'event_link', 'reassessment', 'reading', 'assessment',
    'meeting_template', 'meeting_series', 'series_exception',
    'log_head', 'log_entry', 'log_checkpoint', 'witness', 'log_cosignature'
  ] LOOP
    PERFORM publish(name);
  END LOOP;
END $$;

-- Those who hold a public office are known by name; how to write to them is not.
SELECT publish('person', hidden => ARRAY['email']);
SELECT publish('meeting', hidden => ARRAY['videoLink']);

-- Minutes are public once approved, and with them what was said about them on the way.
SELECT publish('minutes', '"approvedAt" IS NOT NULL');
SELECT publish('minutes_version', 'EXISTS (SELECT FROM public.minutes m WHERE m.id = "minutesId" AND m."approvedAt" IS NOT NULL)');
SELECT publish('observation', 'EXISTS (SELECT FROM public.minutes m WHERE m.id = "minutesId" AND m."approvedAt" IS NOT NULL)');
SELECT publish('approval', 'EXISTS (SELECT FROM public.minutes m WHERE m.id = "minutesId" AND m."approvedAt" IS NOT NULL)');
SELECT publish('erratum');
SELECT publish('erratum_approval');
SELECT publish('erratum_item');

-- An open proposal is public where the forum's rule says so (lib/bodies/rules.ts: it does, unless changed).
SELECT publish('proposal', '"closedAt" IS NOT NULL OR (SELECT coalesce((f.rules->>''openProposalsArePublic'')::boolean, true) FROM public.forum f WHERE f.id = proposal."forumId")');
SELECT publish('proposal_version', 'EXISTS (SELECT FROM public.proposal p WHERE p.id = "proposalId")');
-- What the minutes say of a position may still be held until its proposal is decided.
SELECT publish('position', 'EXISTS (SELECT FROM public.proposal p WHERE p.id = "proposalId")
  AND (origin <> ''minutes'' OR EXISTS (SELECT FROM public.decision d WHERE d."proposalId" = "position"."proposalId"))');

-- An act that is held has no line that the reader sees, and so nothing beside it either.
SELECT publish('history_line', 'NOT held');
SELECT publish('log_payload', 'open AND EXISTS (SELECT FROM public.history_line h WHERE h."forumId" = log_payload."forumId" AND h.index = log_payload.index)');
