-- What the schema cannot say: who may write where, the log's only way in, and the guard of every recorded table.
-- Roles are made by the runner, before the first migration.

CREATE EXTENSION IF NOT EXISTS btree_gist;

-- No two titulars on one seat at once. Days, `untilOn` exclusive.
ALTER TABLE mandate ADD CONSTRAINT one_titular_at_a_time
  EXCLUDE USING gist ("seatId" WITH =, daterange("fromOn", "untilOn") WITH &&) WHERE (capacity = 'titular');
ALTER TABLE mandate ADD CONSTRAINT mandate_begins_before_it_ends CHECK ("untilOn" IS NULL OR "untilOn" >= "fromOn");

-- RFC 6962, 2.1: the leaf is the hash of a zero byte and the entry.
ALTER TABLE log_entry ADD CONSTRAINT leaf_is_of_body CHECK (leaf = sha256('\x00'::bytea || body));
ALTER TABLE log_entry ADD CONSTRAINT body_fits CHECK (octet_length(body) <= 65535);

CREATE FUNCTION log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER no_change BEFORE UPDATE OR DELETE ON log_entry FOR EACH ROW EXECUTE FUNCTION log_is_append_only();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON log_entry FOR EACH STATEMENT EXECUTE FUNCTION log_is_append_only();
ALTER TABLE log_entry ENABLE ALWAYS TRIGGER no_change;
ALTER TABLE log_entry ENABLE ALWAYS TRIGGER no_truncate;

-- One writer at a time per forum. An act asks three things when it takes the lock, in one statement: was its key answered before, when was
-- the last act recorded, and does this person hold that seat on this day.
CREATE FUNCTION enter_forum(forum uuid, actor text, act_key text, person uuid, seat uuid, moment timestamptz, zone text)
  RETURNS TABLE (last timestamptz, index int, digest bytea, result jsonb, held jsonb)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  latest timestamptz;
  today date;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(forum::text, 0));
  SELECT h."recordedAt" INTO latest FROM log_head h WHERE h."forumId" = forum;
  -- A clock that was set back is not believed: the record does not run backwards.
  today := (greatest(moment, latest) AT TIME ZONE zone)::date;
  RETURN QUERY
    SELECT latest, k.index, k.digest, k.result,
      (SELECT jsonb_build_object('seat', m."seatId", 'mandate', m.id, 'person', m."personId", 'body', s."bodyId", 'bodyKind', b.kind,
              'sector', s."sectorId", 'hasPosition', t."hasPosition", 'function', s.function, 'voice', s.voice, 'capacity', m.capacity)
       FROM mandate m JOIN seat s ON s.id = m."seatId" JOIN body b ON b.id = s."bodyId" JOIN sector t ON t.id = s."sectorId"
       WHERE m."personId" = person AND m."seatId" = seat AND m."forumId" = forum
         AND m."fromOn" <= today AND (m."untilOn" IS NULL OR m."untilOn" > today) AND (s."endedOn" IS NULL OR s."endedOn" > today)
       LIMIT 1)
    FROM (SELECT 1) AS one
    LEFT JOIN act_key k ON k."forumId" = forum AND k."actorId" = actor AND k.key = act_key;
END $$;

-- The only way into the log. The head row gives gap-free indices, whatever rolls back.
CREATE FUNCTION append_entry(
  forum uuid, entry_body bytea, entry_leaf bytea, recorded timestamptz, seat uuid, mandate uuid, act_office text, is_held boolean,
  payloads jsonb, lines jsonb, actor text, act_key text, input_digest bytea, answer jsonb
) RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  place int;
BEGIN
  INSERT INTO log_head AS h ("forumId", size, "recordedAt", xid) VALUES (forum, 1, recorded, pg_current_xact_id()::text)
    ON CONFLICT ("forumId") DO UPDATE SET size = h.size + 1, "recordedAt" = recorded, xid = pg_current_xact_id()::text
    RETURNING h.size - 1 INTO place;
  INSERT INTO log_entry ("forumId", index, body, leaf) VALUES (forum, place, entry_body, entry_leaf);
  INSERT INTO log_payload ("forumId", commitment, index, salt, value, open)
    SELECT forum, decode(p->>'commitment', 'base64'), place, decode(p->>'salt', 'base64'), p->>'value', (p->>'open')::boolean
    FROM jsonb_array_elements(payloads) AS p;
  INSERT INTO history_line ("forumId", index, ordinal, kind, fields, "recordedAt", "happenedOn", "seatId", "mandateId", office,
      "sectorId", "bodyId", "commitmentId", "aboutSeatId", "personId", "meetingId", "proposalId", held)
    SELECT forum, place, ordinal - 1, l->>'kind', l->'fields', recorded, (l->>'on')::date, seat, mandate, act_office,
      (l->>'sector')::uuid, (l->>'body')::uuid, (l->>'commitment')::uuid, (l->>'seat')::uuid, (l->>'person')::uuid,
      (l->>'meeting')::uuid, (l->>'proposal')::uuid, is_held
    FROM jsonb_array_elements(lines) WITH ORDINALITY AS given(l, ordinal);
  IF act_key IS NOT NULL THEN
    INSERT INTO act_key ("forumId", "actorId", key, digest, index, result) VALUES (forum, actor, act_key, input_digest, place, answer);
  END IF;
  PERFORM pg_notify('acts', forum::text);
  RETURN place;
END $$;

-- An act that was held becomes public: its lines join the history. Called by `apply` of the fact that opens it.
CREATE FUNCTION open_entries(forum uuid, indices int[]) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE history_line SET held = false WHERE "forumId" = forum AND index = ANY (indices)
    AND EXISTS (SELECT 1 FROM log_head h WHERE h."forumId" = forum AND h.xid = pg_current_xact_id()::text);
$$;

-- Erasure deletes the salt and the value beside the entry; the entry and its commitment stay.
CREATE FUNCTION erase_payload(forum uuid, erased bytea, at timestamptz) RETURNS void
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE log_payload SET salt = NULL, value = NULL, "erasedAt" = at WHERE "forumId" = forum AND commitment = erased
    AND EXISTS (SELECT 1 FROM log_head h WHERE h."forumId" = forum AND h.xid = pg_current_xact_id()::text);
$$;

-- A recorded row changes only in a transaction that also appended an entry for its forum.
CREATE FUNCTION recorded() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION 'nobody erases: a row of % was to be deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM log_head WHERE "forumId" = NEW."forumId" AND xid = pg_current_xact_id()::text)
     OR (TG_OP = 'UPDATE' AND OLD."forumId" <> NEW."forumId") THEN
    RAISE EXCEPTION 'a row of % changed without an entry in its forum''s log', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'nobody erases: % was to be emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'forum', 'sector', 'organisation', 'succession', 'body', 'seat', 'person', 'mandate',
    'proposal', 'proposal_version', 'position', 'decision', 'suspension',
    'plan', 'commitment', 'participant', 'status_change', 'finding', 'outside_event', 'sourced_statement',
    'meeting', 'agenda_item', 'attendance', 'minutes', 'minutes_version', 'observation', 'approval', 'agreement', 'erratum',
    'erratum_approval'
  ] LOOP
    EXECUTE format('CREATE CONSTRAINT TRIGGER recorded AFTER INSERT OR UPDATE OR DELETE ON %I DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION recorded()', name);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION no_truncate()', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO mesa_app', name);
  END LOOP;
  FOREACH name IN ARRAY ARRAY['draft_item', 'draft_revision', 'draft_agreement', 'draft_claim', 'user', 'sign_in', 'invitation', 'sign_in_failure'] LOOP
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO mesa_app', name);
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO mesa_app;
GRANT SELECT ON log_head, log_entry, log_payload, history_line, act_key, log_checkpoint TO mesa_app;
GRANT INSERT ON log_checkpoint TO mesa_app;
REVOKE ALL ON FUNCTION enter_forum, append_entry, open_entries, erase_payload FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enter_forum, append_entry, open_entries, erase_payload TO mesa_app;
