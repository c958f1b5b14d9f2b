-- CreateTable
CREATE TABLE "key_change" (
    "id" UUID NOT NULL,
    "forumId" UUID NOT NULL,
    "previous" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "withoutOld" BOOLEAN NOT NULL,
    "changedAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "key_change_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "log_freeze" (
    "forumId" UUID NOT NULL,
    "note" TEXT NOT NULL,
    "reason" JSONB NOT NULL,
    "successor" TEXT,
    "frozenAt" TIMESTAMPTZ(0) NOT NULL,
    "entryIndex" INTEGER NOT NULL,

    CONSTRAINT "log_freeze_pkey" PRIMARY KEY ("forumId")
);

-- CreateIndex
CREATE INDEX "key_change_forumId_entryIndex_idx" ON "key_change"("forumId", "entryIndex");

-- CreateIndex
CREATE UNIQUE INDEX "key_change_forumId_key_key" ON "key_change"("forumId", "key");

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['key_change', 'log_freeze'] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON %I DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION recorded()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION no_truncate()', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER recorded', name);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER no_truncate', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO mesa_app', name);
    PERFORM publish(name);
  END LOOP;
END $$;

-- A log that was frozen takes in nothing more, whoever asks.
CREATE FUNCTION refuse_when_frozen() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT FROM log_freeze WHERE "forumId" = NEW."forumId") THEN
    RAISE EXCEPTION 'log_is_frozen' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER refuse_when_frozen BEFORE INSERT ON log_entry FOR EACH ROW EXECUTE FUNCTION refuse_when_frozen();
ALTER TABLE log_entry ENABLE ALWAYS TRIGGER refuse_when_frozen;

-- What was said goes, wherever the rows that came of it say it: a personal value leaves null, a text its tombstone, as a replay would find
-- them (lib/act/replay.ts). Another value that reads the same is not touched, for the caller makes sure that there is none.
CREATE FUNCTION forget_payload(forum uuid, forgotten bytea, at timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  payload log_payload;
  said jsonb;
  tombstone CONSTANT text := '{"lang": "es", "text": "", "erased": true}'::jsonb::text;
  entry text;
  place record;
BEGIN
  SELECT * INTO payload FROM log_payload WHERE "forumId" = forum AND commitment = forgotten;
  IF payload.value IS NULL OR NOT EXISTS (SELECT 1 FROM log_head h WHERE h."forumId" = forum AND h.xid = pg_current_xact_id()::text) THEN
    -- A log that is replayed has nothing to forget: it only learns when.
    PERFORM erase_payload(forum, forgotten, at);
    RETURN;
  END IF;
  said := payload.value::jsonb;
  SELECT convert_from(body, 'UTF8') INTO entry FROM log_entry WHERE "forumId" = forum AND index = payload.index;
  FOR place IN
    SELECT c.table_name AS name, c.column_name AS col, c.udt_name AS type FROM information_schema.columns c
    JOIN pg_trigger t ON t.tgrelid = format('public.%I', c.table_name)::regclass AND t.tgname = 'recorded'
    WHERE c.table_schema = 'public' AND (c.udt_name = 'jsonb' OR c.udt_name = 'text' AND c.is_nullable = 'YES')
  LOOP
    IF place.type = 'text' AND NOT payload.open AND jsonb_typeof(said) = 'string' THEN
      EXECUTE format('UPDATE public.%I t SET %I = NULL WHERE "forumId" = $1 AND %I = $2 AND position(coalesce(to_jsonb(t)->>''id'', ''?'') in $3) > 0', place.name, place.col, place.col)
        USING forum, said #>> '{}', entry;
    ELSIF place.type = 'jsonb' AND jsonb_typeof(said) = 'object' THEN
      EXECUTE format('UPDATE public.%I SET %I = replace(%I::text, $2, $3)::jsonb WHERE "forumId" = $1 AND position($2 in %I::text) > 0', place.name, place.col, place.col, place.col)
        USING forum, said::text, tombstone;
    END IF;
  END LOOP;
  PERFORM erase_payload(forum, forgotten, at);
END $$;
REVOKE ALL ON FUNCTION forget_payload FROM PUBLIC;
GRANT EXECUTE ON FUNCTION forget_payload TO mesa_app;
