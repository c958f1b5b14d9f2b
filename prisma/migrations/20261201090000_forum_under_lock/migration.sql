-- As in the migration `in_force`, and with the forum's name, zone and rules as they stand under the lock: an act asked for them in a statement
-- of its own.
DROP FUNCTION enter_forum(uuid, text, text, uuid, uuid, date);

CREATE FUNCTION enter_forum(forum uuid, actor text, act_key text, person uuid, seat uuid, today date)
  RETURNS TABLE (last timestamptz, index int, digest bytea, result jsonb, held jsonb, head jsonb)
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
       ORDER BY m.capacity DESC LIMIT 1),
      (SELECT jsonb_build_object('name', f.name, 'timeZone', f."timeZone", 'rules', f.rules) FROM forum f WHERE f.id = enter_forum.forum)
    FROM (SELECT 1) AS one
    LEFT JOIN act_key k ON k."forumId" = forum AND k."actorId" = actor AND k.key = act_key;
END $$;

REVOKE ALL ON FUNCTION enter_forum FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enter_forum TO mesa_app;
