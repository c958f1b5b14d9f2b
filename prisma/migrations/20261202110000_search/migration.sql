-- Found in seconds (decision 094): what the recorded rows say, passage by passage, and an index over its words. Triggers keep it in the
-- transaction that writes the rows, so that a text is found as soon as it is recorded, and leaves with the text. No row of the record
-- refers to it, and all of it can be made anew from the rows (search.rebuild).

CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE SCHEMA search;
GRANT USAGE ON SCHEMA search TO mesa_app, mesa_reader;

-- Stop words and stems come from the dictionaries that PostgreSQL ships. What they are given is folded before.
CREATE TEXT SEARCH CONFIGURATION search.es (COPY = pg_catalog.simple);
CREATE TEXT SEARCH CONFIGURATION search.en (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION search.es ALTER MAPPING FOR asciiword, word, numword WITH spanish_stem;
ALTER TEXT SEARCH CONFIGURATION search.en ALTER MAPPING FOR asciiword, word, numword WITH english_stem;

-- Letters without their accents, words apart, nothing else: the nth word here is the nth of the text. The stems of Spanish need one accent
-- back, or those who write «participacion» would not find «participaciones».
CREATE FUNCTION search.fold(said text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT regexp_replace(regexp_replace(lower(public.unaccent('public.unaccent'::regdictionary, said)), '[^[:alnum:]]+', ' ', 'g'), '([cs]i)on\M', '\1ón', 'g')
$$;

-- What has no language (a name, a number, the name of a file) is read in both.
CREATE FUNCTION search.lexemes(lang text, said text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE lang
    WHEN 'es' THEN to_tsvector('search.es'::regconfig, search.fold(said))
    WHEN 'en' THEN to_tsvector('search.en'::regconfig, search.fold(said))
    ELSE to_tsvector('search.es'::regconfig, search.fold(said)) || to_tsvector('search.en'::regconfig, search.fold(said))
  END
$$;

-- The tables of which something is found: by which column their passages are replaced, and of which only the last version counts.
CREATE TABLE search.source (name text PRIMARY KEY, key text NOT NULL, versioned boolean NOT NULL);
INSERT INTO search.source VALUES
  ('plan', 'id', false), ('commitment', 'id', false), ('status_change', 'id', false), ('finding', 'id', false),
  ('plan_outcome', 'commitmentId', false), ('reading', 'id', false), ('assessment', 'id', false), ('outside_event', 'id', false),
  ('event_link', 'id', false), ('proposal_version', 'proposalId', true), ('position', 'id', false), ('meeting', 'id', false),
  ('meeting_move', 'meetingId', true), ('agenda_item', 'id', false), ('guest', 'id', false), ('minutes', 'id', false), ('minutes_version', 'minutesId', true),
  ('observation', 'id', false), ('erratum', 'id', false), ('agreement', 'id', false), ('roadmap_version', 'commitmentId', true),
  ('progress_report', 'id', false), ('evidence', 'id', false), ('evidence_judgement', 'id', false), ('body', 'id', false),
  ('seat', 'id', false), ('organisation', 'id', false), ('person', 'id', false), ('document', 'id', false), ('suspension', 'id', false),
  ('suspension_answer', 'id', false), ('return_condition', 'id', false), ('return_condition_word', 'id', false), ('taken_over', 'id', false),
  ('taken_word', 'id', false), ('sourced_statement', 'id', false);
GRANT SELECT ON search.source TO mesa_app, mesa_reader;

-- One text of a row: what kind of thing says it, of which thing it is a part, and where. `shut`: it is not for everybody as long as its
-- row is not, but for whoever sits in `shutIn`; null: it never was.
CREATE TYPE search.passage AS (
  part int, kind text, thing text, "thingId" uuid, spot text, lang text, said text, heading boolean,
  "bodyId" uuid, "sectorId" uuid, "commitmentId" uuid, "planId" uuid, "on" date, shut text, "shutBy" uuid, "shutIn" uuid
);

CREATE TABLE search.entry (
  "forumId" uuid NOT NULL, source text NOT NULL, "rowId" uuid NOT NULL,
  part int NOT NULL, kind text NOT NULL, thing text NOT NULL, "thingId" uuid NOT NULL, spot text, lang text, said text NOT NULL, heading boolean NOT NULL,
  "bodyId" uuid, "sectorId" uuid, "commitmentId" uuid, "planId" uuid, "on" date, shut text, "shutBy" uuid, "shutIn" uuid,
  counted boolean NOT NULL,
  -- Kept, for a phrase is looked at in each passage that has its words.
  lexemes tsvector NOT NULL GENERATED ALWAYS AS (search.lexemes(lang, said)) STORED,
  PRIMARY KEY ("rowId", source, part)
);
CREATE INDEX entry_lexemes ON search.entry USING gin (lexemes) WITH (fastupdate = off);
CREATE INDEX entry_shut ON search.entry ("shutBy") WHERE shut IS NOT NULL;

-- The words of what everybody may read, and how often: what a mistyped word may have meant. Nothing that is shut is in it.
CREATE TABLE search.word ("forumId" uuid NOT NULL, word text NOT NULL, n int NOT NULL, PRIMARY KEY ("forumId", word));
CREATE INDEX word_gone ON search.word ("forumId") WHERE n <= 0;
CREATE INDEX word_near ON search.word USING gin (word public.gin_trgm_ops);

-- What everybody may read of what can be shut, by the very conditions by which the portal's role reads those tables.
DO $$
DECLARE
  condition CONSTANT text := 'SELECT qual FROM pg_policies WHERE schemaname = ''public'' AND policyname = ''published'' AND tablename = $1';
  minutes text;
  proposal text;
  stance text;
BEGIN
  EXECUTE condition INTO minutes USING 'minutes';
  EXECUTE condition INTO proposal USING 'proposal';
  EXECUTE condition INTO stance USING 'position';
  EXECUTE format('CREATE VIEW search.open_minutes AS SELECT id FROM public.minutes WHERE %s', minutes);
  EXECUTE format('CREATE VIEW search.open_proposal AS SELECT id FROM public.proposal WHERE %s', proposal);
  EXECUTE format('CREATE VIEW search.open_position AS SELECT id FROM public."position" WHERE "proposalId" IN (SELECT id FROM search.open_proposal) AND %s', stance);
END $$;
GRANT SELECT ON search.open_minutes, search.open_proposal, search.open_position TO mesa_app, mesa_reader;

CREATE FUNCTION search.is_open(shut text, whose uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE shut
    WHEN 'minutes' THEN EXISTS (SELECT FROM search.open_minutes m WHERE m.id = whose)
    WHEN 'proposal' THEN EXISTS (SELECT FROM search.open_proposal p WHERE p.id = whose)
    WHEN 'position' THEN EXISTS (SELECT FROM search.open_position p WHERE p.id = whose)
    ELSE shut IS NULL
  END
$$;

ALTER TABLE search.entry ENABLE ROW LEVEL SECURITY;
CREATE POLICY reads ON search.entry FOR SELECT TO mesa_app USING (true);
CREATE POLICY published ON search.entry FOR SELECT TO mesa_reader USING (search.is_open(shut, "shutBy"));
GRANT SELECT ON search.entry, search.word TO mesa_app, mesa_reader;

-- A text of a row, in each language that it has: {lang, text}, {es, en}, or a name.
CREATE FUNCTION search.told(value jsonb) RETURNS TABLE (lang text, said text) LANGUAGE sql IMMUTABLE AS $$
  SELECT value->>'lang', value->>'text' WHERE jsonb_typeof(value) = 'object' AND value ? 'text'
  UNION ALL SELECT tongue, value->>tongue FROM unnest(ARRAY['es', 'en']) AS tongue WHERE jsonb_typeof(value) = 'object' AND NOT value ? 'text'
  UNION ALL SELECT NULL, value #>> '{}' WHERE jsonb_typeof(value) = 'string'
$$;

-- The passages of a row, from that row as JSON: the same for a table of now and for its past. Beside the row it looks up only what never changes.
CREATE FUNCTION search.said(source text, r jsonb) RETURNS SETOF search.passage LANGUAGE plpgsql STABLE AS $$
DECLARE
  p search.passage;
  -- [heading, text, spot, kind]: the last two where they are not those of the row
  texts jsonb := '[]';
  one record;
BEGIN
  p.part := 0;
  p."bodyId" := (r->>'bodyId')::uuid;
  p."sectorId" := (r->>'sectorId')::uuid;
  p."commitmentId" := (r->>'commitmentId')::uuid;
  p."planId" := (r->>'planId')::uuid;
  CASE source
    WHEN 'plan' THEN
      p.thing := 'plan'; p."thingId" := (r->>'id')::uuid; p."planId" := p."thingId";
      texts := jsonb_build_array(jsonb_build_array(true, r->'name'));
    WHEN 'commitment' THEN
      p.thing := 'commitment'; p."thingId" := (r->>'id')::uuid; p."commitmentId" := p."thingId";
      texts := jsonb_build_array(jsonb_build_array(true, r->'title'), jsonb_build_array(false, r->'objective'));
    WHEN 'status_change' THEN
      p.thing := 'commitment'; p."thingId" := p."commitmentId"; p."on" := (r->>'decidedOn')::date;
      texts := jsonb_build_array(jsonb_build_array(false, r->'conditions'));
    WHEN 'finding' THEN
      p.thing := CASE WHEN p."commitmentId" IS NULL THEN 'plan' ELSE 'commitment' END;
      p."thingId" := coalesce(p."commitmentId", p."planId");
      texts := jsonb_build_array(jsonb_build_array(false, r->'note'));
    WHEN 'sourced_statement' THEN
      -- What a source says of a commitment, a plan or a body, in its words: a single word is a value, and no sentence.
      SELECT of.thing, of.id, of.commitment, of.plan INTO p.thing, p."thingId", p."commitmentId", p."planId" FROM (
        SELECT 'commitment' AS thing, c.id, c.id AS commitment, c."planId" AS plan FROM public.commitment c WHERE c.id = (r->>'subject')::uuid
        UNION ALL SELECT 'plan', l.id, NULL, l.id FROM public.plan l WHERE l.id = (r->>'subject')::uuid
        UNION ALL SELECT 'body', b.id, NULL, NULL FROM public.body b WHERE b.id = (r->>'subject')::uuid
      ) AS of;
      IF p.thing IS NOT NULL THEN
        p.spot := CASE WHEN r->>'field' LIKE 'report-%' THEN 'report' END;
        texts := jsonb_build_array(
          jsonb_build_array(false, CASE WHEN jsonb_typeof(r->'value') <> 'string' OR r->>'value' LIKE '% %' THEN r->'value' END),
          jsonb_build_array(false, coalesce(nullif(r->'noteIn', 'null'), r->'note')));
      END IF;
    WHEN 'plan_outcome' THEN
      p.thing := 'commitment'; p."thingId" := p."commitmentId";
      texts := jsonb_build_array(jsonb_build_array(false, r->'note'));
    WHEN 'reading' THEN
      p.thing := 'commitment'; p."thingId" := p."commitmentId"; p."on" := (r->>'givenOn')::date; p.spot := 'readings';
      texts := jsonb_build_array(jsonb_build_array(false, r->'text'));
    WHEN 'assessment' THEN
      p.thing := 'assessment'; p."thingId" := (r->>'id')::uuid; p."on" := (r->>'filedOn')::date; p.kind := 'report';
      texts := jsonb_build_array(jsonb_build_array(true, r->'title'), jsonb_build_array(false, r->'text'));
    WHEN 'outside_event' THEN
      p.thing := 'event'; p."thingId" := (r->>'id')::uuid;
      -- A month or a year begins somewhere: it is found from its first day on.
      p."on" := (rpad(r->>'happenedOn', 10, '-01'))::date;
      texts := jsonb_build_array(jsonb_build_array(true, r->'what'));
    WHEN 'event_link' THEN
      p.thing := 'event'; p."thingId" := (r->>'eventId')::uuid; p."on" := (r->>'linkedOn')::date;
      texts := jsonb_build_array(jsonb_build_array(false, r->'effect'));
    WHEN 'proposal_version' THEN
      p.thing := 'proposal'; p."thingId" := (r->>'proposalId')::uuid; p.shut := 'proposal'; p."shutBy" := p."thingId";
      texts := jsonb_build_array(jsonb_build_array(true, r->'content'->'title'), jsonb_build_array(false, r->'content'->'text'));
    WHEN 'position' THEN
      p.thing := 'proposal'; p."thingId" := (r->>'proposalId')::uuid; p."on" := (r->>'takenOn')::date; p.spot := 'positions';
      p.shut := 'position'; p."shutBy" := (r->>'id')::uuid;
      texts := jsonb_build_array(jsonb_build_array(false, r->'reason'));
    WHEN 'meeting' THEN
      p.thing := 'meeting'; p."thingId" := (r->>'id')::uuid; p."on" := (r->>'heldOn')::date;
      texts := jsonb_build_array(jsonb_build_array(false, r->'place'), jsonb_build_array(false, r->'reason'));
    WHEN 'meeting_move' THEN
      p.thing := 'meeting'; p."thingId" := (r->>'meetingId')::uuid;
      texts := jsonb_build_array(jsonb_build_array(false, r->'reason'));
    WHEN 'agenda_item' THEN
      p.thing := 'meeting'; p."thingId" := (r->>'meetingId')::uuid; p.spot := r->>'id';
      IF r->>'withdrawnAt' IS NULL THEN
        texts := jsonb_build_array(jsonb_build_array(true, r->'title'), jsonb_build_array(false, r->'note'), jsonb_build_array(false, r->'postponedReason'));
      END IF;
    WHEN 'guest' THEN
      p.thing := 'meeting'; p."thingId" := (r->>'meetingId')::uuid; p.spot := 'guests';
      IF r->>'removedAt' IS NULL THEN
        texts := jsonb_build_array(jsonb_build_array(false, r->'name'), jsonb_build_array(false, r->'office'));
      END IF;
    WHEN 'minutes_version' THEN
      p.thing := 'minutes'; p."thingId" := (r->>'minutesId')::uuid; p.shut := 'minutes'; p."shutBy" := p."thingId";
      p."bodyId" := (r->'content'->>'body')::uuid; p."on" := (r->'content'->>'heldOn')::date;
      -- In the order in which they stand on the page, each in its item.
      SELECT coalesce(jsonb_agg(line ORDER BY place), '[]') INTO texts FROM (
        SELECT place * 1000 + inner_place AS place, line
        FROM jsonb_array_elements(r->'content'->'items') WITH ORDINALITY AS item(item, place),
          LATERAL (
            SELECT 0 AS inner_place, jsonb_build_array(true, item->'title', 'item-' || place) AS line
            UNION ALL SELECT 1, jsonb_build_array(false, item->'text', 'item-' || place)
            UNION ALL SELECT 2, jsonb_build_array(false, item->'postponed', 'item-' || place)
            UNION ALL SELECT 2 + nth, jsonb_build_array(false, agreed->'text', 'item-' || place, CASE agreed->>'kind' WHEN 'action' THEN 'action' ELSE 'agreement' END)
              FROM jsonb_array_elements(item->'agreements') WITH ORDINALITY AS a(agreed, nth)
          ) AS inside
        UNION ALL SELECT 1000000 + nth, jsonb_build_array(false, claim->'reason')
          FROM jsonb_array_elements(r->'content'->'claims') WITH ORDINALITY AS c(claim, nth)
      ) AS lines;
    WHEN 'minutes' THEN
      p.thing := 'minutes'; p."thingId" := (r->>'id')::uuid; p.shut := 'minutes'; p."shutBy" := p."thingId";
      texts := jsonb_build_array(jsonb_build_array(true, r->'number'));
    WHEN 'observation' THEN
      p.thing := 'minutes'; p."thingId" := (r->>'minutesId')::uuid; p.shut := 'minutes'; p."shutBy" := p."thingId"; p.spot := 'observations';
      texts := jsonb_build_array(jsonb_build_array(false, r->'text'));
    WHEN 'erratum' THEN
      p.thing := 'minutes'; p."thingId" := (r->>'minutesId')::uuid;
      IF r->>'withdrawnAt' IS NULL THEN
        texts := jsonb_build_array(jsonb_build_array(false, r->'right'), jsonb_build_array(false, r->'reason'));
      END IF;
    WHEN 'agreement' THEN
      -- Its text is in the minutes; here is what was said when it was closed.
      p.thing := 'minutes'; p."thingId" := (r->>'minutesId')::uuid; p.kind := 'action';
      texts := jsonb_build_array(jsonb_build_array(false, r->'closingNote'), jsonb_build_array(false, r->'evidence'));
    WHEN 'roadmap_version' THEN
      p.thing := 'roadmap'; p."thingId" := p."commitmentId"; p."on" := (r->>'sealedOn')::date;
      SELECT coalesce(jsonb_agg(line ORDER BY place), '[]') INTO texts FROM (
        SELECT 0 AS place, jsonb_build_array(false, r->'content'->'aim', 'aims') AS line
        UNION ALL SELECT 1, jsonb_build_array(false, r->'content'->'finalAim', 'aims')
        UNION ALL SELECT 2, jsonb_build_array(false, r->'content'->'accountability', 'aims')
        UNION ALL SELECT nth * 100000, jsonb_build_array(true, action->'title', 'activities')
          FROM jsonb_array_elements(r->'content'->'keyActions') WITH ORDINALITY AS k(action, nth)
        UNION ALL SELECT nth * 100000 + mth * 10 + step, jsonb_build_array(step = 1, activity->field, 'activity:' || (activity->>'id'))
          FROM jsonb_array_elements(r->'content'->'keyActions') WITH ORDINALITY AS k(action, nth),
            jsonb_array_elements(action->'activities') WITH ORDINALITY AS a(activity, mth),
            unnest(ARRAY['title', 'product', 'verification']) WITH ORDINALITY AS f(field, step)
      ) AS lines;
    WHEN 'progress_report' THEN
      p.thing := 'activity'; p."thingId" := (r->>'activityId')::uuid; p."on" := (r->>'reportedOn')::date; p.kind := 'report'; p.spot := 'reports';
      texts := jsonb_build_array(jsonb_build_array(false, r->'note'));
    WHEN 'evidence' THEN
      p.thing := 'activity'; p."thingId" := (r->>'activityId')::uuid; p."on" := (r->>'handedInOn')::date; p.kind := 'evidence';
      p.spot := 'evidence-' || (r->>'id');
      texts := jsonb_build_array(jsonb_build_array(true, r->'title'), jsonb_build_array(false, r->'note'), jsonb_build_array(false, r->'name'),
        jsonb_build_array(false, r->'withdrawnReason'));
    WHEN 'evidence_judgement' THEN
      SELECT e."activityId", e."commitmentId", e."bodyId" INTO p."thingId", p."commitmentId", p."bodyId" FROM public.evidence e WHERE e.id = (r->>'evidenceId')::uuid;
      p.thing := 'activity'; p."on" := (r->>'judgedOn')::date; p.kind := 'evidence'; p.spot := 'evidence-' || (r->>'evidenceId');
      texts := jsonb_build_array(jsonb_build_array(false, r->'reason'));
    WHEN 'body' THEN
      p.thing := 'body'; p."thingId" := (r->>'id')::uuid; p."bodyId" := p."thingId"; p."commitmentId" := NULL;
      texts := jsonb_build_array(jsonb_build_array(true, r->'name'), jsonb_build_array(true, r->'shortName'));
    WHEN 'seat' THEN
      p.thing := 'seat'; p."thingId" := (r->>'id')::uuid;
      texts := jsonb_build_array(jsonb_build_array(true, r->'name'));
    WHEN 'organisation' THEN
      p.thing := 'organisation'; p."thingId" := (r->>'id')::uuid; p.kind := 'seat';
      texts := jsonb_build_array(jsonb_build_array(true, r->'name'), jsonb_build_array(true, r->'shortName'));
    WHEN 'person' THEN
      p.thing := 'person'; p."thingId" := (r->>'id')::uuid; p.kind := 'seat';
      -- Whoever is not to be named is named to the forum's own people alone (told_name).
      IF r->>'named' = 'false' THEN
        p.shut := 'person'; p."shutBy" := p."thingId";
      END IF;
      texts := jsonb_build_array(jsonb_build_array(true, r->'name'));
    WHEN 'document' THEN
      p.thing := 'document'; p."thingId" := (r->>'id')::uuid; p."on" := (r->>'handedInOn')::date; p.spot := 'document-' || (r->>'id');
      IF r->>'about' IN ('minutes', 'proposal') THEN
        p.shut := r->>'about'; p."shutBy" := (r->>'thingId')::uuid;
      END IF;
      texts := jsonb_build_array(jsonb_build_array(true, r->'title'), jsonb_build_array(false, r->'name'), jsonb_build_array(false, r->'withdrawnReason'));
    WHEN 'suspension' THEN
      p.thing := 'pause'; p."thingId" := (r->>'id')::uuid; p."on" := (r->>'declaredOn')::date;
      texts := jsonb_build_array(jsonb_build_array(false, r->'reason'), jsonb_build_array(false, r->'reasonIn'), jsonb_build_array(false, r->'resumeNote'));
    WHEN 'suspension_answer' THEN
      p.thing := 'pause'; p."thingId" := (r->>'suspensionId')::uuid; p."on" := (r->>'answeredOn')::date;
      texts := jsonb_build_array(jsonb_build_array(false, r->'text'));
    WHEN 'return_condition' THEN
      p.thing := 'pause'; p."thingId" := (r->>'suspensionId')::uuid; p."on" := (r->>'namedOn')::date;
      texts := jsonb_build_array(jsonb_build_array(false, r->'text'), jsonb_build_array(false, r->'acceptedNote'), jsonb_build_array(false, r->'droppedNote'));
    WHEN 'return_condition_word' THEN
      SELECT c."suspensionId" INTO p."thingId" FROM public.return_condition c WHERE c.id = (r->>'conditionId')::uuid;
      p.thing := 'pause'; p."on" := (r->>'saidOn')::date;
      texts := jsonb_build_array(jsonb_build_array(false, r->'text'));
    WHEN 'taken_over' THEN
      p.thing := 'record'; p."thingId" := (r->>'id')::uuid; p."on" := (rpad(r->>'happenedOn', 10, '-01'))::date;
      texts := jsonb_build_array(jsonb_build_array(true, r->'title'), jsonb_build_array(false, r->'text'));
    WHEN 'taken_word' THEN
      p.thing := 'record'; p."thingId" := (r->>'takenId')::uuid; p."on" := (r->>'saidOn')::date;
      texts := jsonb_build_array(jsonb_build_array(false, r->'words'));
  END CASE;
  -- To what it belongs, where its row does not say: none of these ever changes.
  IF p.thing = 'proposal' THEN
    SELECT b."bodyId", b."commitmentId", coalesce(p."on", (SELECT min(h."happenedOn") FROM public.history_line h
        WHERE h."forumId" = b."forumId" AND h.index = b."entryIndex")) INTO p."bodyId", p."commitmentId", p."on"
      FROM public.proposal b WHERE b.id = p."thingId";
  ELSIF p.thing = 'minutes' AND source <> 'minutes_version' THEN
    SELECT b."bodyId", m."heldOn" INTO p."bodyId", p."on" FROM public.minutes b JOIN public.meeting m ON m.id = b."meetingId" WHERE b.id = p."thingId";
  ELSIF p.thing = 'meeting' AND source <> 'meeting' THEN
    SELECT m."bodyId", coalesce(p."on", m."heldOn") INTO p."bodyId", p."on" FROM public.meeting m WHERE m.id = p."thingId";
  END IF;
  p."shutIn" := CASE WHEN p.shut IS NOT NULL THEN p."bodyId" END;
  FOR one IN
    SELECT (line->>0)::boolean AS heading, line->>2 AS spot, line->>3 AS kind, told.lang, told.said
    FROM jsonb_array_elements(texts) WITH ORDINALITY AS given(line, place), LATERAL search.told(line->1) AS told
    WHERE told.said <> '' ORDER BY place, told.lang DESC
  LOOP
    p.part := p.part + 1;
    RETURN NEXT (p.part, coalesce(one.kind, p.kind, p.thing), p.thing, p."thingId", coalesce(one.spot, p.spot), one.lang, one.said, one.heading,
      p."bodyId", p."sectorId", p."commitmentId", p."planId", p."on", p.shut, p."shutBy", p."shutIn")::search.passage;
  END LOOP;
END $$;

-- Words of what everybody may read come in, and go out with the last text that has them.
CREATE FUNCTION search.count_words(forum uuid, texts text[], times int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  WITH words AS (
    SELECT word, count(*)::int * times AS n FROM unnest(texts) AS said, LATERAL (
      SELECT DISTINCT word FROM regexp_split_to_table(replace(search.fold(said), 'ón', 'on'), ' ') AS word WHERE word ~ '^[a-z]{4,30}$'
    ) AS each GROUP BY word
  ), counted AS (
    INSERT INTO search.word AS w ("forumId", word, n) SELECT forum, word, n FROM words
    ON CONFLICT ("forumId", word) DO UPDATE SET n = w.n + EXCLUDED.n RETURNING 1
  ) SELECT count(*) FROM counted INTO times;
END $$;

CREATE FUNCTION search.forget_words(forum uuid, texts text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM search.count_words(forum, texts, -1);
  DELETE FROM search.word WHERE "forumId" = forum AND n <= 0;
END $$;

CREATE FUNCTION search.keep_row(forum uuid, of_source text, row_id uuid, passages search.passage[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  gone text[];
  come text[];
BEGIN
  WITH gone_entries AS (DELETE FROM search.entry WHERE "rowId" = row_id AND source = of_source RETURNING said, counted)
    SELECT array_agg(said) FILTER (WHERE counted) FROM gone_entries INTO gone;
  WITH come_entries AS (
    INSERT INTO search.entry SELECT forum, of_source, row_id, p.*, search.is_open(p.shut, p."shutBy") FROM unnest(passages) AS p RETURNING said, counted
  ) SELECT array_agg(said) FILTER (WHERE counted) FROM come_entries INTO come;
  IF come IS NOT NULL THEN PERFORM search.count_words(forum, come, 1); END IF;
  IF gone IS NOT NULL THEN PERFORM search.forget_words(forum, gone); END IF;
END $$;

-- A row was written, or what it said was taken down. Most changes of a row change nothing that it says.
CREATE FUNCTION search.keep() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_source search.source;
  passages search.passage[];
  was search.passage[];
  newer boolean := false;
BEGIN
  SELECT * INTO of_source FROM search.source WHERE name = TG_TABLE_NAME;
  IF of_source.versioned THEN
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I t WHERE t.%I = $1 AND t.number > $2)', TG_TABLE_NAME, of_source.key)
      INTO newer USING (to_jsonb(NEW)->>of_source.key)::uuid, (to_jsonb(NEW)->>'number')::int;
    IF newer THEN RETURN NULL; END IF;
  END IF;
  SELECT coalesce(array_agg(s), '{}') INTO passages FROM search.said(TG_TABLE_NAME, to_jsonb(NEW)) AS s;
  IF TG_OP = 'UPDATE' THEN
    SELECT coalesce(array_agg(s), '{}') INTO was FROM search.said(TG_TABLE_NAME, to_jsonb(OLD)) AS s;
    IF was = passages THEN RETURN NULL; END IF;
  END IF;
  PERFORM search.keep_row(NEW."forumId", TG_TABLE_NAME, (to_jsonb(NEW)->>of_source.key)::uuid, passages);
  RETURN NULL;
END $$;

-- What was shut is open from now on, or the other way about: its words are counted, or not.
CREATE FUNCTION search.recount(forum uuid, whose uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  come text[];
  gone text[];
BEGIN
  WITH changed AS (
    UPDATE search.entry e SET counted = NOT e.counted
    WHERE e."forumId" = forum AND e.shut IS NOT NULL AND (whose IS NULL OR e."shutBy" = whose) AND search.is_open(e.shut, e."shutBy") <> e.counted RETURNING said, counted
  ) SELECT array_agg(said) FILTER (WHERE counted), array_agg(said) FILTER (WHERE NOT counted) FROM changed INTO come, gone;
  IF come IS NOT NULL THEN PERFORM search.count_words(forum, come, 1); END IF;
  IF gone IS NOT NULL THEN PERFORM search.forget_words(forum, gone); END IF;
END $$;

CREATE FUNCTION search.opened() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  stance uuid;
BEGIN
  IF TG_TABLE_NAME = 'forum' THEN
    IF OLD.rules IS DISTINCT FROM NEW.rules THEN PERFORM search.recount(NEW.id, NULL); END IF;
    RETURN NULL;
  END IF;
  PERFORM search.recount(NEW."forumId", (to_jsonb(NEW)->>CASE TG_TABLE_NAME WHEN 'decision' THEN 'proposalId' ELSE 'id' END)::uuid);
  IF TG_TABLE_NAME <> 'minutes' THEN
    FOR stance IN SELECT id FROM public."position" WHERE "proposalId" = (to_jsonb(NEW)->>CASE TG_TABLE_NAME WHEN 'decision' THEN 'proposalId' ELSE 'id' END)::uuid LOOP
      PERFORM search.recount(NEW."forumId", stance);
    END LOOP;
  END IF;
  RETURN NULL;
END $$;

DO $$
DECLARE
  name text;
BEGIN
  FOR name IN SELECT s.name FROM search.source s LOOP
    EXECUTE format('CREATE TRIGGER searched AFTER INSERT OR UPDATE ON public.%I FOR EACH ROW EXECUTE FUNCTION search.keep()', name);
    EXECUTE format('ALTER TABLE public.%I ENABLE ALWAYS TRIGGER searched', name);
  END LOOP;
END $$;
CREATE TRIGGER searched_opened AFTER UPDATE OF "approvedAt" ON public.minutes FOR EACH ROW EXECUTE FUNCTION search.opened();
CREATE TRIGGER searched_opened AFTER UPDATE OF "closedAt" ON public.proposal FOR EACH ROW EXECUTE FUNCTION search.opened();
CREATE TRIGGER searched_opened AFTER INSERT ON public.decision FOR EACH ROW EXECUTE FUNCTION search.opened();
CREATE TRIGGER searched_opened AFTER UPDATE OF rules ON public.forum FOR EACH ROW EXECUTE FUNCTION search.opened();
ALTER TABLE public.minutes ENABLE ALWAYS TRIGGER searched_opened;
ALTER TABLE public.proposal ENABLE ALWAYS TRIGGER searched_opened;
ALTER TABLE public.decision ENABLE ALWAYS TRIGGER searched_opened;
ALTER TABLE public.forum ENABLE ALWAYS TRIGGER searched_opened;

-- Every passage of a forum from the rows that whoever asks reads: tables or views of these names, in the schema of their connection. At another
-- moment that is the past, which has no index of words.
CREATE FUNCTION search.passages(forum uuid) RETURNS TABLE (source text, "rowId" uuid, p search.passage) LANGUAGE plpgsql STABLE AS $$
DECLARE
  one search.source;
BEGIN
  FOR one IN SELECT * FROM search.source s ORDER BY s.name LOOP
    RETURN QUERY EXECUTE format(
      'SELECT %1$L::text, t.%2$I, s FROM %3$s AS t, LATERAL search.said(%1$L, to_jsonb(t)) AS s WHERE t."forumId" = $1',
      one.name, one.key,
      CASE WHEN one.versioned
        THEN format('(SELECT DISTINCT ON (v.%2$I) v.* FROM %1$I v WHERE v."forumId" = $1 ORDER BY v.%2$I, v.number DESC)', one.name, one.key)
        ELSE quote_ident(one.name) END) USING forum;
  END LOOP;
END $$;

-- All of it anew, from the rows. The owner's.
CREATE FUNCTION search.rebuild() RETURNS void LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  forum uuid;
BEGIN
  TRUNCATE search.entry, search.word;
  FOR forum IN SELECT id FROM public.forum LOOP
    INSERT INTO search.entry SELECT forum, g.source, g."rowId", (g.p).*, search.is_open((g.p).shut, (g.p)."shutBy") FROM search.passages(forum) AS g;
    PERFORM search.count_words(forum, (SELECT array_agg(said) FROM search.entry e WHERE e."forumId" = forum AND e.counted), 1);
  END LOOP;
END $$;

-- A word or phrase in both languages. A word that one of them counts as none asks for nothing («la», "the").
CREATE FUNCTION search.term(said text) RETURNS tsquery LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN position(' ' IN trim(search.fold(said))) = 0
      AND (numnode(phraseto_tsquery('search.es'::regconfig, search.fold(said))) = 0 OR numnode(phraseto_tsquery('search.en'::regconfig, search.fold(said))) = 0)
    THEN ''::tsquery
    ELSE phraseto_tsquery('search.es'::regconfig, search.fold(said)) || phraseto_tsquery('search.en'::regconfig, search.fold(said)) END
$$;

-- Each of `wanted` is a list of which one is enough; none of `unwanted` may be there.
CREATE FUNCTION search.query(wanted jsonb, unwanted text[]) RETURNS tsquery LANGUAGE plpgsql STABLE AS $$
DECLARE
  asked tsquery := ''::tsquery;
  choice tsquery;
  one jsonb;
  word text;
BEGIN
  FOR one IN SELECT jsonb_array_elements(wanted) LOOP
    choice := ''::tsquery;
    FOR word IN SELECT jsonb_array_elements_text(one) LOOP
      choice := choice || search.term(word);
    END LOOP;
    asked := asked && choice;
  END LOOP;
  IF numnode(asked) = 0 THEN RETURN asked; END IF;
  FOREACH word IN ARRAY unwanted LOOP
    IF numnode(search.term(word)) > 0 THEN asked := asked && !! search.term(word); END IF;
  END LOOP;
  RETURN asked;
END $$;

-- What somebody may have meant by words that nobody wrote: those of the forum that are spelled most like it.
CREATE FUNCTION search.near(forum uuid, typed text) RETURNS TABLE (word text, likeness real) LANGUAGE sql STABLE
  SET pg_trgm.similarity_threshold = 0.3 AS $$
  SELECT w.word, public.similarity(w.word, t.typed) FROM (SELECT replace(search.fold(near.typed), 'ón', 'on') AS typed) AS t, search.word w
  WHERE w."forumId" = forum AND w.word OPERATOR(public.%) t.typed
  ORDER BY 2 DESC, w.n DESC, 1 LIMIT 4
$$;

-- The passages that say it, without their texts. The owner looks, for under a policy PostgreSQL asks no index of words (a match might tell of a row
-- that is not to be seen); so it is said here once more who may: the portal's role, and whoever is not the application, what is open.
CREATE FUNCTION search.hits(forum uuid, asked tsquery, bodies uuid[], member boolean) RETURNS TABLE (
  source text, "rowId" uuid, part int, kind text, thing text, "thingId" uuid, spot text, lang text, heading boolean, "bodyId" uuid, "sectorId" uuid,
  "commitmentId" uuid, "planId" uuid, "on" date
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET jit = off AS $$
DECLARE
  is_application boolean := current_setting('role') <> 'mesa_reader' AND pg_has_role(session_user, 'mesa_app', 'USAGE');
BEGIN
  RETURN QUERY
  SELECT n.source, n."rowId", n.part, n.kind, n.thing, n."thingId", n.spot, n.lang, n.heading, n."bodyId", n."sectorId", n."commitmentId", n."planId", n."on"
  FROM search.entry n WHERE n."forumId" = forum AND n.lexemes @@ asked
    AND (n.shut IS NULL OR search.is_open(n.shut, n."shutBy") OR (is_application AND (n."shutIn" = ANY (bodies) OR (member AND n.shut = 'person'))));
END $$;

-- Things in which it was found, those with it in a heading first, then the latest; of each the first passages, with the places of the words.
CREATE FUNCTION search.find(
  forum uuid, wanted jsonb, unwanted text[], bodies uuid[], member boolean,
  of_kind text, of_body uuid, of_sector uuid, of_plan uuid, since date, until date, after_headed boolean, after_on date, after_thing uuid, most int
) RETURNS TABLE (thing text, "thingId" uuid, headed boolean, latest date, total bigint, found bigint, passages jsonb) LANGUAGE plpgsql STABLE
  SET jit = off AS $$
DECLARE
  asked tsquery := search.query(wanted, unwanted);
  -- A connection that stands at another moment reads the rows of then (migration `past`).
  past boolean := current_schema() IN ('asof', 'asof_published');
  positive text[] := (SELECT array_agg(DISTINCT lexeme) FROM jsonb_array_elements(wanted) AS one, jsonb_array_elements_text(one) AS word,
    LATERAL unnest(tsvector_to_array(to_tsvector('search.es'::regconfig, search.fold(word)) || to_tsvector('search.en'::regconfig, search.fold(word)))) AS lexeme);
BEGIN
  RETURN QUERY
  WITH hit AS MATERIALIZED (
    SELECT e.source, e."rowId", e.part, e.kind, e.thing, e."thingId", e.spot, e.lang, e.said, e.heading, e."on", e."commitmentId", e."sectorId"
    FROM (
      SELECT n.*, NULL::text AS said FROM search.hits(forum, asked, bodies, member) AS n WHERE NOT past
      UNION ALL
      SELECT g.source, g."rowId", (g.p).part, (g.p).kind, (g.p).thing, (g.p)."thingId", (g.p).spot, (g.p).lang, (g.p).heading, (g.p)."bodyId",
        (g.p)."sectorId", (g.p)."commitmentId", (g.p)."planId", (g.p)."on", (g.p).said
      FROM search.passages(forum) g WHERE past AND search.lexemes((g.p).lang, (g.p).said) @@ asked
        AND ((g.p).shut IS NULL OR (g.p)."shutIn" = ANY (bodies) OR (member AND (g.p).shut = 'person') OR search.is_open((g.p).shut, (g.p)."shutBy"))
    ) AS e
    WHERE true
      AND (of_kind IS NULL OR e.kind = of_kind
        OR (of_kind = 'decision' AND e.kind = 'proposal' AND EXISTS (SELECT FROM public.decision d WHERE d."proposalId" = e."thingId")))
      AND (of_body IS NULL OR e."bodyId" = of_body) AND (of_sector IS NULL OR e."sectorId" = of_sector)
      AND (of_plan IS NULL OR e."planId" = of_plan OR e."commitmentId" IN (SELECT c.id FROM public.commitment c WHERE c."planId" = of_plan))
      AND (since IS NULL OR e."on" >= since) AND (until IS NULL OR e."on" <= until)
  ), things AS (
    SELECT h.thing, h."thingId", bool_or(h.heading) AS headed, coalesce(max(h."on"), DATE '0001-01-01') AS latest, count(*) AS found FROM hit h GROUP BY 1, 2
  ), counted AS (
    SELECT t.*, count(*) OVER () AS total FROM things t
  ), page AS (
    SELECT c.* FROM counted c
    WHERE after_thing IS NULL OR (NOT c.headed, DATE '9999-01-01' - c.latest, c."thingId") > (NOT after_headed, DATE '9999-01-01' - after_on, after_thing)
    ORDER BY c.headed DESC, c.latest DESC, c."thingId" LIMIT most
  ), first AS (
    SELECT h.*, row_number() OVER (PARTITION BY h.thing, h."thingId" ORDER BY h.heading, h."on" DESC NULLS LAST, h.source, h."rowId", h.part) AS nth
    FROM hit h JOIN page g USING (thing, "thingId")
  ), told AS (
    SELECT f.thing, f."thingId", jsonb_agg(jsonb_build_object('kind', f.kind, 'spot', f.spot, 'lang', f.lang, 'said', text.said, 'on', f."on",
        'commitment', f."commitmentId",
        'at', (SELECT jsonb_agg(jsonb_build_array(x.place, l.lexeme) ORDER BY x.place) FROM unnest(text.lexemes) AS l, unnest(l.positions) AS x(place)
               WHERE l.lexeme = ANY (positive))) ORDER BY f.nth) AS passages
    FROM first f, LATERAL (
      SELECT e.said, e.lexemes FROM search.entry e WHERE NOT past AND e."rowId" = f."rowId" AND e.source = f.source AND e.part = f.part
      UNION ALL SELECT f.said, search.lexemes(f.lang, f.said) WHERE past
    ) AS text
    WHERE f.nth <= 3 GROUP BY 1, 2
  )
  SELECT g.thing, g."thingId", g.headed, g.latest, g.total, g.found, told.passages FROM page g JOIN told USING (thing, "thingId")
  ORDER BY g.headed DESC, g.latest DESC, g."thingId";
END $$;

REVOKE ALL ON FUNCTION search.hits FROM PUBLIC;
GRANT EXECUTE ON FUNCTION search.hits TO mesa_app, mesa_reader;
REVOKE ALL ON FUNCTION search.count_words, search.forget_words, search.keep_row, search.recount, search.rebuild, search.keep, search.opened FROM PUBLIC;

SELECT search.rebuild();
