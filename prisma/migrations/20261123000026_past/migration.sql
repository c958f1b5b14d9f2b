-- The rows' past, kept beside the present (decision 054). A recorded table `x` has `past.x`: each version that a row ever had, with the log
-- numbers between which it was on record and the days between which what it says was in force. Both ends exclusive above; null: still.
--
-- The schema `asof` shows it in the shape of now: views of the tables' own names, as they stood at `mesa.at_index` (on record at that log
-- number) or on `mesa.at_day` (in force on that day). With neither set they are empty. `asof_published` is the same for mesa_reader.

CREATE SCHEMA past;
CREATE SCHEMA asof;
CREATE SCHEMA asof_published;
GRANT USAGE ON SCHEMA past, asof TO mesa_app;
GRANT USAGE ON SCHEMA past, asof, asof_published TO mesa_reader;

CREATE FUNCTION asof.index() RETURNS int LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('mesa.at_index', true), '')::int $$;
CREATE FUNCTION asof.day() RETURNS date LANGUAGE sql STABLE AS $$ SELECT nullif(current_setting('mesa.at_day', true), '')::date $$;

-- The day on which what is being recorded happened, told by the door for writes. '-infinity': taken over, and the record gives no day.
CREATE FUNCTION past.day() RETURNS date LANGUAGE sql STABLE AS $$
  SELECT coalesce(nullif(current_setting('mesa.happened_on', true), ''), current_date::text)::date
$$;

-- Forums whose log began before the past was kept: it is made once, from the log (scripts/past.ts).
CREATE TABLE past.to_be_made ("forumId" uuid PRIMARY KEY);
INSERT INTO past.to_be_made SELECT id FROM forum;

CREATE FUNCTION past.columns_of(name text, prefix text DEFAULT '') RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(prefix || quote_ident(attname), ', ' ORDER BY attnum)
  FROM pg_attribute WHERE attrelid = format('public.%I', name)::regclass AND attnum > 0 AND NOT attisdropped
$$;

-- The same for mesa_reader: the columns of the table that it may read; with `otherwise`, the others too, as null.
CREATE FUNCTION past.open_columns_of(name text, otherwise boolean) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT string_agg(CASE WHEN readable THEN quote_ident(attname) ELSE format('NULL::%s AS %I', type, attname) END, ', ' ORDER BY attnum)
  FROM (SELECT attname, attnum, format_type(atttypid, atttypmod) AS type, has_column_privilege('mesa_reader', attrelid, attnum, 'SELECT') AS readable
        FROM pg_attribute WHERE attrelid = format('public.%I', name)::regclass AND attnum > 0 AND NOT attisdropped) AS a
  WHERE readable OR otherwise
$$;

-- Keeps the past of a recorded table from now on; called again when the table has got a column more.
CREATE FUNCTION keep_past(name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  key text[];
  key_types text;
  parents record;
  one record;
  this_row text;
  rests_on text := '';
  reaches text := '';
  reaches_from text := '';
  in_view constant text := '("onRecordFrom" <= asof.index() AND ("onRecordUntil" IS NULL OR "onRecordUntil" > asof.index()))
    OR ("inForceFrom" <= asof.day() AND ("inForceUntil" IS NULL OR "inForceUntil" > asof.day()))';
BEGIN
  SELECT array_agg(a.attname::text ORDER BY k.place), string_agg(format_type(a.atttypid, a.atttypmod), ', ' ORDER BY k.place) INTO key, key_types
    FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k(attnum, place), pg_attribute a
    WHERE i.indrelid = format('public.%I', name)::regclass AND i.indisprimary AND a.attrelid = i.indrelid AND a.attnum = k.attnum;
  SELECT string_agg(format('p.%1$I = NEW.%1$I', k), ' AND ') INTO this_row FROM unnest(key) AS k;

  IF to_regclass(format('past.%I', name)) IS NULL THEN
    EXECUTE format('CREATE TABLE past.%1$I (LIKE public.%1$I, "versionNo" int NOT NULL, "onRecordFrom" int NOT NULL, "onRecordUntil" int,
      "inForceFrom" date NOT NULL, "inForceUntil" date)', name);
    EXECUTE format('ALTER TABLE past.%I ADD PRIMARY KEY (%s, "versionNo")', name, (SELECT string_agg(quote_ident(k), ', ') FROM unnest(key) AS k));
    EXECUTE format('GRANT SELECT ON past.%I TO mesa_app', name);
    EXECUTE format('ALTER TABLE past.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY reads ON past.%I FOR SELECT TO mesa_app USING (true)', name);
    FOR one IN SELECT pg_get_indexdef(indexrelid) AS def FROM pg_index
      WHERE indrelid = format('public.%I', name)::regclass AND NOT indisprimary AND NOT indisexclusion
    LOOP
      EXECUTE replace(replace(one.def, 'CREATE UNIQUE INDEX', 'CREATE INDEX'), ' ON public.', ' ON past.');
    END LOOP;
    -- What is public of a row is public of its past: by the same condition, and by what is public today of what it belongs to.
    FOR one IN SELECT qual FROM pg_policies WHERE schemaname = 'public' AND tablename = name AND policyname = 'published' LOOP
      EXECUTE format('CREATE POLICY published ON past.%I FOR SELECT TO mesa_reader USING (%s)', name, one.qual);
    END LOOP;
  END IF;
  FOR one IN SELECT a.attname, format_type(a.atttypid, a.atttypmod) AS type FROM pg_attribute a
    WHERE a.attrelid = format('public.%I', name)::regclass AND a.attnum > 0 AND NOT a.attisdropped
      AND NOT EXISTS (SELECT FROM pg_attribute b WHERE b.attrelid = format('past.%I', name)::regclass AND b.attname = a.attname)
  LOOP
    EXECUTE format('ALTER TABLE past.%I ADD COLUMN %I %s', name, one.attname, one.type);
  END LOOP;

  -- What it refers to: a row with no day of its own begins with that; and that was there no later than a row which has one.
  FOR parents IN
    SELECT p.relname AS of_table,
      string_agg(format('p.%I = NEW.%I', b.attname, a.attname), ' AND ') AS is_it,
      string_agg(format('NEW.%I', a.attname), ', ' ORDER BY place.key) AS from_new, string_agg(format('reached.%I', a.attname), ', ' ORDER BY place.key) AS from_reached
    FROM pg_constraint c JOIN pg_class p ON p.oid = c.confrelid JOIN pg_index i ON i.indrelid = p.oid AND i.indisprimary,
      unnest(c.conkey, c.confkey) AS pair(own, other) JOIN pg_attribute a ON a.attnum = pair.own JOIN pg_attribute b ON b.attnum = pair.other,
      LATERAL (SELECT array_position(i.indkey::int2[], pair.other) AS key) AS place
    WHERE c.contype = 'f' AND c.conrelid = format('public.%I', name)::regclass AND a.attrelid = c.conrelid AND b.attrelid = c.confrelid
      AND EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = p.oid AND t.tgname = 'recorded')
    GROUP BY c.oid, p.relname
  LOOP
    rests_on := rests_on || format(', (SELECT p."inForceFrom" FROM past.%I p WHERE %s AND p."versionNo" = 0)', parents.of_table, parents.is_it);
    reaches := reaches || format('PERFORM past.%I(%s, day);', 'reach_' || parents.of_table, parents.from_new);
    reaches_from := reaches_from || format('PERFORM past.%I(%s, day);', 'reach_' || parents.of_table, parents.from_reached);
  END LOOP;
  -- A table may have a column of any name (a day of a series): every column below is named with its table.
  EXECUTE format($body$
    CREATE OR REPLACE FUNCTION past.%1$I(%2$s, day date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
    #variable_conflict use_variable
    DECLARE
      reached record;
    BEGIN
      UPDATE past.%3$I p SET "inForceFrom" = day WHERE %4$s AND p."versionNo" = 0 AND p."inForceFrom" > day RETURNING p.* INTO reached;
      IF FOUND THEN %5$s NULL; END IF;
    END $fn$ $body$, 'reach_' || name, key_types, name, (SELECT string_agg(format('p.%I = $%s', k, place), ' AND ') FROM unnest(key) WITH ORDINALITY AS k(k, place)), reaches_from);
  EXECUTE format('REVOKE ALL ON FUNCTION past.%I(%s, date) FROM PUBLIC', 'reach_' || name, key_types);

  EXECUTE format($body$
    CREATE OR REPLACE FUNCTION past.%1$I() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $fn$
    #variable_conflict use_variable
    DECLARE
      entry int;
      day date := past.day();
      place int := 0;
    BEGIN
      -- What is forgotten is forgotten in all that was kept, and is no other version (forget_payload).
      IF current_setting('mesa.forgets', true) = 'yes' THEN
        RETURN NULL;
      END IF;
      SELECT h.size - 1 INTO entry FROM public.log_head h WHERE h."forumId" = NEW."forumId";
      IF TG_OP = 'UPDATE' THEN
        IF day = '-infinity' THEN
          day := coalesce((SELECT p."inForceFrom" FROM past.%2$I p WHERE %3$s AND p."versionNo" = 0), day);
        END IF;
        UPDATE past.%2$I p SET "onRecordUntil" = coalesce(p."onRecordUntil", entry), "inForceUntil" = least(p."inForceUntil", day)
          WHERE %3$s AND (p."onRecordUntil" IS NULL OR p."inForceUntil" > day);
        SELECT coalesce(max(p."versionNo") + 1, 0) INTO place FROM past.%2$I p WHERE %3$s;
      END IF;
      IF day = '-infinity' THEN
        day := greatest(day%4$s);
      ELSE
        %5$s
      END IF;
      INSERT INTO past.%2$I (%6$s, "versionNo", "onRecordFrom", "inForceFrom") VALUES (%7$s, place, coalesce(entry, 0), day);
      RETURN NULL;
    END $fn$ $body$, 'keep_' || name, name, this_row,
    rests_on, CASE WHEN reaches = '' THEN 'NULL;' ELSE reaches END, past.columns_of(name), past.columns_of(name, 'NEW.'));
  EXECUTE format('REVOKE ALL ON FUNCTION past.%I() FROM PUBLIC', 'keep_' || name);
  EXECUTE format('CREATE OR REPLACE TRIGGER past AFTER INSERT OR UPDATE ON public.%I FOR EACH ROW EXECUTE FUNCTION past.%I()', name, 'keep_' || name);
  EXECUTE format('ALTER TABLE public.%I ENABLE ALWAYS TRIGGER past', name);

  EXECUTE format('CREATE OR REPLACE VIEW asof.%1$I WITH (security_invoker = true) AS SELECT %2$s FROM past.%1$I WHERE %3$s', name, past.columns_of(name), in_view);
  EXECUTE format('GRANT SELECT ON asof.%I TO mesa_app', name);
  IF EXISTS (SELECT FROM pg_policies WHERE schemaname = 'past' AND tablename = name AND policyname = 'published') THEN
    EXECUTE format('GRANT SELECT (%s, "versionNo", "onRecordFrom", "onRecordUntil", "inForceFrom", "inForceUntil") ON past.%I TO mesa_reader',
      past.open_columns_of(name, false), name);
    EXECUTE format('CREATE OR REPLACE VIEW asof_published.%1$I WITH (security_invoker = true) AS SELECT %2$s FROM past.%1$I WHERE %3$s', name, past.open_columns_of(name, true), in_view);
    EXECUTE format('GRANT SELECT ON asof_published.%I TO mesa_reader', name);
  END IF;
END $$;

-- A table without a past of its own. What belongs to the log is cut off at the log number, and lines of the history at the day; of all else
-- (drafts, logins, files on their way) nothing is shown.
CREATE FUNCTION show_then(name text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  has text[] := (SELECT array_agg(column_name::text) FROM information_schema.columns WHERE table_schema = 'public' AND table_name = name);
  -- The log was as long as it was.
  columns text := replace(past.columns_of(name), CASE name WHEN 'log_head' THEN 'size' ELSE '' END,
    CASE name WHEN 'log_head' THEN 'least(size, asof.index() + 1) AS size' ELSE '' END);
  open_columns text := replace(past.open_columns_of(name, true), CASE name WHEN 'log_head' THEN 'size' ELSE '' END,
    CASE name WHEN 'log_head' THEN 'least(size, asof.index() + 1) AS size' ELSE '' END);
  condition text := CASE
    WHEN name = 'history_line' THEN 'index <= asof.index() OR "happenedOn" <= asof.day()'
    WHEN name LIKE 'log\_%' AND 'index' = ANY (has) THEN 'index <= asof.index() OR asof.day() IS NOT NULL'
    WHEN name LIKE 'log\_%' AND name <> 'log_head' AND 'size' = ANY (has) THEN 'size <= asof.index() + 1 OR asof.day() IS NOT NULL'
    WHEN name = 'log_head' THEN 'true'
    ELSE 'false' END;
BEGIN
  EXECUTE format('CREATE OR REPLACE VIEW asof.%1$I WITH (security_invoker = true) AS SELECT %2$s FROM public.%1$I WHERE %3$s', name, past.columns_of(name), condition);
  EXECUTE format('GRANT SELECT ON asof.%I TO mesa_app', name);
  IF EXISTS (SELECT FROM pg_policies WHERE schemaname = 'public' AND tablename = name AND policyname = 'published') THEN
    EXECUTE format('CREATE OR REPLACE VIEW asof_published.%1$I WITH (security_invoker = true) AS SELECT %2$s FROM public.%1$I WHERE %3$s', name, past.open_columns_of(name, true), condition);
    EXECUTE format('GRANT SELECT ON asof_published.%I TO mesa_reader', name);
  END IF;
END $$;

DO $$
DECLARE
  one record;
BEGIN
  FOR one IN SELECT c.relname::text AS name, EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'recorded') AS recorded
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> '_prisma_migrations' ORDER BY c.oid
  LOOP
    IF one.recorded THEN PERFORM keep_past(one.name);
    ELSE PERFORM show_then(one.name);
    END IF;
  END LOOP;
END $$;

-- What is taken down goes from the past as from the present (migration `keeping`), and from every version.
ALTER FUNCTION forget_payload RENAME TO forget_in_rows;
REVOKE ALL ON FUNCTION forget_in_rows FROM mesa_app;

CREATE FUNCTION forget_payload(forum uuid, forgotten bytea, at timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  payload log_payload;
  entry text;
  place record;
BEGIN
  SELECT * INTO payload FROM log_payload WHERE "forumId" = forum AND commitment = forgotten;
  PERFORM set_config('mesa.forgets', 'yes', true);
  PERFORM forget_in_rows(forum, forgotten, at);
  PERFORM set_config('mesa.forgets', '', true);
  IF payload.value IS NULL OR EXISTS (SELECT FROM log_payload WHERE "forumId" = forum AND commitment = forgotten AND value IS NOT NULL) THEN
    RETURN;
  END IF;
  SELECT convert_from(body, 'UTF8') INTO entry FROM log_entry WHERE "forumId" = forum AND index = payload.index;
  FOR place IN
    SELECT c.relname AS name, a.attname AS col, a.atttypid = 'jsonb'::regtype AS is_prose FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'past'::regnamespace AND c.relkind = 'r' AND c.relname <> 'to_be_made' AND a.attnum > 0 AND NOT a.attisdropped
      AND (a.atttypid = 'jsonb'::regtype OR a.atttypid = 'text'::regtype AND NOT a.attnotnull)
  LOOP
    IF NOT place.is_prose AND NOT payload.open AND jsonb_typeof(payload.value::jsonb) = 'string' THEN
      EXECUTE format('UPDATE past.%1$I p SET %2$I = NULL WHERE "forumId" = $1 AND %2$I = $2 AND position(coalesce(to_jsonb(p)->>''id'', ''?'') in $3) > 0', place.name, place.col)
        USING forum, payload.value::jsonb #>> '{}', entry;
    ELSIF place.is_prose AND jsonb_typeof(payload.value::jsonb) = 'object' THEN
      EXECUTE format('UPDATE past.%1$I SET %2$I = replace(%2$I::text, $2, $3)::jsonb WHERE "forumId" = $1 AND position($2 in %2$I::text) > 0', place.name, place.col)
        USING forum, payload.value::jsonb::text, '{"lang": "es", "text": "", "erased": true}'::jsonb::text;
    END IF;
  END LOOP;
END $$;
REVOKE ALL ON FUNCTION forget_payload FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_payload TO mesa_app;
