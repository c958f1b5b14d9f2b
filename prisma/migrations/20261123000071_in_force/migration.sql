-- What is in force on a day, said once for all statements: the same as lib/act/in-force.ts, and a test says so. `until_on` is the first day
-- on which it is not.
CREATE FUNCTION has_ended(until_on date, day date) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT until_on IS NOT NULL AND until_on <= day $$;
CREATE FUNCTION in_force(from_on date, until_on date, day date) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT from_on <= day AND NOT public.has_ended(until_on, day) $$;

-- As in the migration `titular_first`, by these.
CREATE OR REPLACE FUNCTION enter_forum(forum uuid, actor text, act_key text, person uuid, seat uuid, today date)
  RETURNS TABLE (last timestamptz, index int, digest bytea, result jsonb, held jsonb)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  latest timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(forum::text, 0));
  SELECT h."recordedAt" INTO latest FROM log_head h WHERE h."forumId" = forum;
  RETURN QUERY
    SELECT latest, k.index, k.digest, k.result,
      (SELECT jsonb_build_object('seat', m."seatId", 'mandate', m.id, 'person', m."personId", 'body', s."bodyId", 'bodyKind', b.kind,
              'sector', s."sectorId", 'hasPosition', t."hasPosition", 'function', s.function, 'voice', s.voice, 'capacity', m.capacity)
       FROM mandate m JOIN seat s ON s.id = m."seatId" JOIN body b ON b.id = s."bodyId" JOIN sector t ON t.id = s."sectorId"
       WHERE m."personId" = person AND m."seatId" = seat AND m."forumId" = forum
         AND in_force(m."fromOn", m."untilOn", today) AND NOT has_ended(s."endedOn", today)
       ORDER BY m.capacity DESC LIMIT 1)
    FROM (SELECT 1) AS one
    LEFT JOIN act_key k ON k."forumId" = forum AND k."actorId" = actor AND k.key = act_key;
END $$;
