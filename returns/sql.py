"""The queries of ``returns.loading``. Columns come in the order of the records they fill.

Records get their ids as text, which Python compares much faster than UUIDs; ids that a sealed
value is bound to come as UUIDs as well. ``organisation`` stands in every query beside
row-level security, so that the planner can use the indexes.
"""

SERVICES = """
    SELECT id::text, specialist_groups, by_and_for_groups, in_house_frontline, quality_standards
    FROM accounts_service WHERE organisation_id = %(organisation)s
    ORDER BY id
"""

PROVISIONS = """
    SELECT id::text, service_id::text, accommodation_type, authority_code,
           coalesce(bedspaces, 0), commissioned_from, commissioned_to, continues_id::text
    FROM accommodation_provision WHERE organisation_id = %(organisation)s
    ORDER BY commissioned_from, id
"""

# Episodes with a day in the period, by their own dates or by those of a participation, also where
# the dates are the wrong way round: a check tells of those.
EPISODES = """
    SELECT e.id::text, c.reference, e.provision_id::text, e.started_on, x.ended_on,
           e.id, e.case_id, e.origin, x.id, x.details
    FROM accommodation_episode e
    JOIN cases_case c ON c.id = e.case_id AND c.organisation_id = %(organisation)s
    LEFT JOIN moveon_ending x ON x.episode_id = e.id AND x.organisation_id = %(organisation)s
    WHERE e.organisation_id = %(organisation)s
      AND (least(e.started_on, x.ended_on) <= %(last)s
           AND (x.ended_on IS NULL OR greatest(e.started_on, x.ended_on) >= %(first)s)
        OR e.id IN (
           SELECT p.episode_id FROM accommodation_episodeperson p
           WHERE p.organisation_id = %(organisation)s
             AND p.starts_on <= %(last)s AND p.ends_on >= %(first)s))
    ORDER BY e.started_on, e.id
"""

PARTICIPATIONS = """
    SELECT p.id::text, p.episode_id::text, p.person_id::text, coalesce(r.role, ''),
           p.starts_on, p.ends_on
    FROM accommodation_episodeperson p
    JOIN accommodation_episode e ON e.id = p.episode_id AND e.organisation_id = %(organisation)s
    LEFT JOIN cases_caseperson r ON r.case_id = e.case_id AND r.person_id = p.person_id
         AND r.organisation_id = %(organisation)s
    WHERE p.organisation_id = %(organisation)s AND p.episode_id = ANY(%(episodes)s::uuid[])
    ORDER BY p.starts_on, p.id
"""

PEOPLE = """
    SELECT p.id::text, p.id, p.date_of_birth, f.id, f.answers
    FROM cases_person p
    LEFT JOIN cases_profile f ON f.person_id = p.id AND f.organisation_id = %(organisation)s
    WHERE p.organisation_id = %(organisation)s AND p.id = ANY(%(people)s::uuid[])
"""

# Needs come, and are opened, only where they can count.
REFERRALS = """
    SELECT r.id::text, coalesce(c.reference, ''), r.provision_id::text, r.kind, r.decision,
           coalesce(r.received_on, r.decided_on), r.decided_on,
           array_to_string(r.reasons, ' '),
           CASE WHEN 'needs_not_met' = ANY(r.reasons) THEN r.id END,
           CASE WHEN 'needs_not_met' = ANY(r.reasons) THEN r.needs END
    FROM accommodation_placementreferral r
    LEFT JOIN cases_case c ON c.id = r.case_id AND c.organisation_id = %(organisation)s
    WHERE r.organisation_id = %(organisation)s
      AND coalesce(r.decided_on, r.received_on) BETWEEN %(first)s AND %(last)s
    ORDER BY coalesce(r.decided_on, r.received_on), r.id
"""

# Participations with their last day: materialised, so that each delivery looks it up in memory.
_PARTS = """
    SELECT p.id, p.episode_id, p.person_id, p.starts_on,
           coalesce(p.ends_on, x.ended_on, 'infinity') AS last_day
    FROM accommodation_episodeperson p
    LEFT JOIN moveon_ending x
         ON x.episode_id = p.episode_id AND x.organisation_id = %(organisation)s
    WHERE p.organisation_id = %(organisation)s
"""

# Deliveries with the episode that each counts in: the one that it names, else the one of its case
# that its person was part of that day (of two on the day of a move, the one that begins).
_PLACED = """
    SELECT s.id, s.person_id, s.support_type, s.delivered_on,
           coalesce(s.episode_id, (
             SELECT p.episode_id
             FROM accommodation_episodeperson p
             JOIN accommodation_episode e ON e.id = p.episode_id AND e.case_id = s.case_id
             LEFT JOIN moveon_ending x ON x.episode_id = p.episode_id
             WHERE p.person_id = s.person_id AND p.starts_on <= s.delivered_on
               AND coalesce(p.ends_on, x.ended_on, 'infinity') >= s.delivered_on
             ORDER BY p.starts_on DESC, p.id DESC LIMIT 1)) AS episode_id
    FROM accommodation_supportdelivered s
    WHERE s.organisation_id = %(organisation)s
"""

# The participation that each of these deliveries falls in; none for one that falls in none.
PARTICIPATIONS_OF_DELIVERIES = f"""
    WITH part AS ({_PARTS})
    SELECT s.id, part.id, part.episode_id
    FROM ({_PLACED} AND s.id = ANY(%(deliveries)s::uuid[])) s
    JOIN part ON part.episode_id = s.episode_id AND part.person_id = s.person_id
         AND s.delivered_on BETWEEN part.starts_on AND part.last_day
"""  # noqa: S608 - fragments of our own, no value

# One row for each participation and period: a bit for each type delivered within both.
SUPPORT = f"""
    WITH part AS MATERIALIZED ({_PARTS})
    SELECT part.id::text, period.number,
           bit_or(1 << (array_position(%(types)s::text[], s.support_type::text) - 1))
    FROM ({_PLACED} AND s.delivered_on BETWEEN %(first)s AND %(last)s) s
    JOIN unnest(%(firsts)s::date[], %(lasts)s::date[]) WITH ORDINALITY
         AS period (first, last, number) ON s.delivered_on BETWEEN period.first AND period.last
    JOIN part ON part.episode_id = s.episode_id AND part.person_id = s.person_id
         AND s.delivered_on BETWEEN part.starts_on AND part.last_day
    GROUP BY part.id, period.number
"""  # noqa: S608 - a fragment of our own, no value

# Of those that name an episode: what was given at home is outside of none.
OUTSIDE_DELIVERIES = f"""
    WITH part AS MATERIALIZED ({_PARTS}), outside AS MATERIALIZED (
        SELECT s.id, s.episode_id, s.support_type, s.delivered_on
        FROM accommodation_supportdelivered s
        WHERE s.organisation_id = %(organisation)s AND s.episode_id IS NOT NULL
          AND s.delivered_on BETWEEN %(first)s AND %(last)s
          AND NOT EXISTS (
            SELECT 1 FROM part
            WHERE part.episode_id = s.episode_id AND part.person_id = s.person_id
              AND s.delivered_on BETWEEN part.starts_on AND part.last_day)
    )
    SELECT s.id::text, e.provision_id::text, c.reference, s.support_type, s.delivered_on
    FROM outside s
    JOIN accommodation_episode e ON e.id = s.episode_id
    JOIN cases_case c ON c.id = e.case_id
    ORDER BY s.delivered_on, s.id
"""  # noqa: S608 - a fragment of our own, no value
