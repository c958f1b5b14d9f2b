-- An alternate who becomes titular of the same seat holds two mandates there on the days that overlap, and acts as its titular: as its
-- alternate they could appoint nobody, and a sector would have nobody who can (decision 065). All else is as in the migration `days`.
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
         AND m."fromOn" <= today AND (m."untilOn" IS NULL OR m."untilOn" > today) AND (s."endedOn" IS NULL OR s."endedOn" > today)
       ORDER BY m.capacity DESC LIMIT 1)
    FROM (SELECT 1) AS one
    LEFT JOIN act_key k ON k."forumId" = forum AND k."actorId" = actor AND k.key = act_key;
END $$;
