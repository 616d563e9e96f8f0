-- How much one person opens in an hour and a day. Run after every migration, without harm.
--
-- Asked by encryption's key ring before it unwraps a key in a person's name, on the connection of
-- the reads: it commits by itself, so what is rolled back counts too, and two requests at once
-- wait for each other here. It runs as the owner: the application can neither change nor remove
-- what was counted.

CREATE OR REPLACE FUNCTION quota_take(
  organisation uuid, person uuid, claim uuid, asked uuid, held uuid[], names boolean,
  beside boolean, most_hour integer, most_day integer, moment timestamptz
) RETURNS SETOF uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  hour_ago timestamptz := moment - interval '1 hour';
  used_hour integer;
  used_day integer;
BEGIN
  PERFORM set_config('rowan.organisation', organisation::text, true);
  PERFORM pg_advisory_xact_lock(hashtextextended('rowan-quota:' || organisation || person, 0));
  DELETE FROM accounts_opening o
    WHERE o.user_id = person AND o.opened_at <= moment - interval '1 day';
  IF NOT names THEN
    SELECT greatest(most_hour, max(m.per_hour)), greatest(most_day, max(m.per_day))
      INTO most_hour, most_day FROM accounts_morerecords m
      WHERE m.user_id = person AND m.starts_at <= moment AND m.ends_at > moment;
  END IF;
  SELECT count(DISTINCT o.record_id) FILTER (WHERE o.opened_at > hour_ago),
         count(DISTINCT o.record_id)
    INTO used_hour, used_day FROM accounts_opening o
    WHERE o.user_id = person AND o.is_name = names;
  RETURN QUERY
  WITH subject AS (
    SELECT k.subject_id AS id, k.kind,
           CASE WHEN names THEN k.subject_id
                ELSE coalesce((SELECT min(p.record_id::text)::uuid FROM accounts_record_part p
                               WHERE p.subject_id = k.subject_id), k.subject_id) END AS record
      FROM encryption_subjectkey k
      WHERE k.organisation_id = organisation AND k.subject_id = ANY (held || asked)
  ), the_asked AS (
    SELECT s.kind, s.record FROM subject s WHERE s.id = asked
  ), wanted AS (
    SELECT s.record, bool_or(s.id = asked) AS is_asked, (
             SELECT max(o.opened_at) FROM accounts_opening o
              WHERE o.user_id = person AND o.is_name = names AND o.record_id = s.record
           ) AS last, EXISTS (
             SELECT 1 FROM accounts_opening o
              WHERE o.user_id = person AND o.is_name = names AND o.record_id = s.record
                AND o.opened_at > hour_ago AND (o.claim_id = claim OR NOT o.is_reserved)
           ) AS stays
      FROM subject s, the_asked a
      WHERE s.kind NOT IN ('user', 'house')
        AND (s.record = a.record OR (beside AND (s.kind = a.kind OR NOT names)))
      GROUP BY s.record
  ), ranked AS (
    SELECT w.record, w.is_asked, w.stays, coalesce(w.last > hour_ago, false) AS is_open,
           sum((w.last IS NULL OR w.last <= hour_ago)::integer) OVER in_order AS more_hour,
           sum((w.last IS NULL)::integer) OVER in_order AS more_day
      FROM wanted w WINDOW in_order AS (ORDER BY NOT w.is_asked, w.last IS NULL, w.record)
  ), allowed AS (
    SELECT r.record, r.is_asked, r.stays FROM ranked r
      WHERE r.is_open OR (used_hour + r.more_hour <= most_hour
                          AND (most_day IS NULL OR used_day + r.more_day <= most_day))
  ), stamped AS (
    -- Also where another ring alone has reserved the record: it may give it back, and this one opens.
    INSERT INTO accounts_opening (id, organisation_id, recorded_at, version, legal_hold, user_id,
                                  record_id, is_name, claim_id, is_reserved, opened_at)
    SELECT gen_random_uuid(), organisation, moment, 1, false, person, a.record, names, claim,
           beside AND NOT names AND NOT a.is_asked, moment
      FROM allowed a WHERE NOT a.stays
  )
  SELECT s.id FROM subject s
    WHERE s.kind IN ('user', 'house') OR s.record IN (SELECT a.record FROM allowed a);
END $$;

-- What was reserved for a ring and never opened goes; what was opened is nobody's reservation now.
CREATE OR REPLACE FUNCTION quota_give_back(
  organisation uuid, person uuid, claim uuid, opened uuid[]
) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
  PERFORM set_config('rowan.organisation', organisation::text, true);
  DELETE FROM accounts_opening o
    WHERE o.user_id = person AND o.claim_id = claim AND o.is_reserved
      AND o.record_id <> ALL (opened)
      AND NOT EXISTS (SELECT 1 FROM accounts_record_part p
                       WHERE p.subject_id = ANY (opened) AND p.record_id = o.record_id);
  UPDATE accounts_opening o SET is_reserved = false
    WHERE o.user_id = person AND o.claim_id = claim AND o.is_reserved;
END $$;

REVOKE ALL ON FUNCTION quota_take, quota_give_back FROM PUBLIC;
GRANT EXECUTE ON FUNCTION quota_take, quota_give_back TO rowan_app, rowan_audit;
REVOKE INSERT ON accounts_opening FROM rowan_app;
