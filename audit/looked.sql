-- Who looked: the indexes, and the one way to ask. Applied after sealing.sql, again and again
-- without harm. On a trail of many millions make the indexes beforehand, CONCURRENTLY, under these
-- names: see docs/who-looked.md.

-- Entries of the array itself, so that nothing beside the event could be changed to hide a look.
-- Written at once (fastupdate off): a list that is worked off later would hold one page up.
CREATE INDEX IF NOT EXISTS audit_event_of_subjects ON audit_event
  USING gin (subjects) WITH (fastupdate = off);
CREATE INDEX IF NOT EXISTS audit_event_of_actor ON audit_event (actor_id, at);

-- The newest events that name any of some records, or that one person did, by sequence.
--
-- As the owner, for the wall's own condition comes first and arrays are compared by a function that
-- PostgreSQL does not let pass it: the index would lie unused. So the wall stands in it once more:
-- the organisation is the one that is entered, and nobody's argument.
CREATE OR REPLACE FUNCTION audit_looked(
  of_subjects uuid[], of_actor uuid, since timestamptz, until timestamptz, verbs text[],
  before bigint, most integer
) RETURNS TABLE (
  sequence bigint, at timestamptz, kind text, actor_id uuid, verb text, subjects uuid[],
  purpose text
) LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
  entered uuid := nullif(current_setting('rowan.organisation', true), '')::uuid;
  asked text := '';
BEGIN
  IF of_subjects IS NULL AND of_actor IS NULL THEN
    RAISE EXCEPTION 'Who looked at what? Neither records nor a person are named';
  END IF;
  -- Only what is asked for stands in the query, so that it is planned for just that.
  IF of_subjects IS NOT NULL THEN asked := asked || ' AND e.subjects && $2'; END IF;
  IF of_actor IS NOT NULL THEN asked := asked || ' AND e.actor_id = $3'; END IF;
  IF since IS NOT NULL THEN asked := asked || ' AND e.at >= $4'; END IF;
  IF until IS NOT NULL THEN asked := asked || ' AND e.at < $5'; END IF;
  IF verbs IS NOT NULL THEN asked := asked || ' AND e.verb = ANY ($6)'; END IF;
  IF before IS NOT NULL THEN asked := asked || ' AND s.sequence < $7'; END IF;
  RETURN QUERY EXECUTE
    'SELECT s.sequence, e.at, e.kind, e.actor_id, e.verb, e.subjects, e.purpose'
    ' FROM public.audit_event e JOIN public.audit_seal s ON s.event_id = e.id'
    ' WHERE e.organisation_id = $1 AND s.sequence IS NOT NULL' || asked ||
    ' ORDER BY s.sequence DESC LIMIT $8'
    USING entered, of_subjects, of_actor, since, until, verbs, before, most;
END $$;

REVOKE ALL ON FUNCTION audit_looked(
  uuid[], uuid, timestamptz, timestamptz, text[], bigint, integer
) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_looked(
  uuid[], uuid, timestamptz, timestamptz, text[], bigint, integer
) TO rowan_app;
