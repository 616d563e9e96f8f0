"""Each rule bent once: what stands in `cells.sql`, and the words of a plausible misreading.

The random bundles prove something of a rule only if they notice that it was bent.
"""

# name: (words of the rule, words of the fault)
FAULTS = {
    "live: the last day is not included": (
        "span.first_day <= period.last_day AND span.last_day >= period.first_day",
        "span.first_day <= period.last_day AND span.last_day > period.first_day",
    ),
    "live: the first day is not included": (
        "span.first_day <= period.last_day AND span.last_day >= period.first_day",
        "span.first_day < period.last_day AND span.last_day >= period.first_day",
    ),
    "live: a participation is as long as its episode": (
        """coalesce(episode_people."to", episodes.ended_on, 'infinity') AS last_day""",
        "coalesce(episodes.ended_on, 'infinity') AS last_day",
    ),
    "commissioned: on any day of the year": (
        """        AND commission.first_day <= live.last_live_day
        AND commission.last_day >= live.first_live_day
""",
        "",
    ),
    "commissioned: on the first live day": (
        "AND commission.first_day <= live.last_live_day",
        "AND commission.first_day <= live.first_live_day",
    ),
    "commissioned: on the last live day": (
        "AND commission.last_day >= live.first_live_day",
        "AND commission.last_day >= live.last_live_day",
    ),
    "commissioned: outlives its authority": (
        "coalesce(least(provision.commissioned_to, authorities.valid_to), 'infinity')",
        "coalesce(provision.commissioned_to, 'infinity')",
    ),
    "commissioned: begins before its authority": (
        "greatest(provision.commissioned_from, authorities.valid_from) AS first_day",
        "provision.commissioned_from AS first_day",
    ),
    "chain: every provision stands alone": (
        "SELECT provision.provision_ref, chain.chain, provision.accommodation_type",
        "SELECT provision.provision_ref, provision.provision_ref, provision.accommodation_type",
    ),
    "former codes are not known": (
        """    UNION
    SELECT former, gss_code
    FROM authorities, unnest(string_to_array(other_codes, ';')) AS former
""",
        "",
    ),
    "A1: people, not participations": (
        "count(*) AS total,\n        count(*) FILTER (WHERE accommodation_type = 'refuge')",
        "count(DISTINCT person_ref) AS total,\n"
        "        count(*) FILTER (WHERE accommodation_type = 'refuge')",
    ),
    "A2: age on the participation's first day": (
        "AND coalesce(age_on(people.date_of_birth, live.first_live_day) < 18, true)",
        "AND coalesce(age_on(people.date_of_birth, live.last_live_day) < 18, true)",
    ),
    "A2: a child of 18": ("live.first_live_day) < 18, true)", "live.first_live_day) <= 18, true)"),
    "A2: without a date of birth an adult": ("< 18, true) AS is_child", "< 18, false) AS is_child"),
    "A2: anyone under 18 is a child": (
        "case_people.role = 'child'\n            AND coalesce(",
        "coalesce(",
    ),
    "A2: trans people by gender": (
        "people.trans = 'yes' OR people.gender IN ('non_binary', 'other') AS is_trans_nonbinary",
        "people.gender IN ('non_binary', 'other') AS is_trans_nonbinary",
    ),
    "A2: everyone else is a man": (
        "AND gender = 'man' AS row_men",
        "AND gender <> 'woman' AS row_men",
    ),
    "A3: no origin is out of area": ("characterised.origin_code <> '' AND home", "home"),
    "A3: as authorities stand years later": (
        """<= period.last_day
        AND coalesce(here.valid_to, 'infinity') >= period.last_day""",
        """<= '2026-01-01'
        AND coalesce(here.valid_to, 'infinity') >= '2026-01-01'""",
    ),
    "A3: abolished codes lead nowhere": (
        "WHERE predecessor = here.gss_code AND here.valid_to < period.last_day",
        "WHERE false",
    ),
    "A3: later codes lead nowhere": (
        "WHERE successor = here.gss_code AND here.valid_from > period.last_day",
        "WHERE false",
    ),
    "A3: a district is an area": ("here.tier1_code AS authority", "here.gss_code AS authority"),
    "A4: a month is 30 days": ("interval '1 month' THEN", "interval '30 days' THEN"),
    "A4: three months are three times 30 days": (
        "interval '3 months' THEN",
        "interval '90 days' THEN",
    ),
    "A4: six months are not yet six": (
        "episodes.ended_on < episodes.started_on + interval '6 months'",
        "episodes.ended_on <= episodes.started_on + interval '6 months'",
    ),
    "A4: one month from the next day": (
        "episodes.ended_on < episodes.started_on + interval '1 month'",
        "episodes.ended_on < (episodes.started_on + 1) + interval '1 month'",
    ),
    "A4: sanctuary too": (
        "accommodation_type IN ('refuge', 'dispersed', 'specialist')",
        "accommodation_type IN ('refuge', 'dispersed', 'specialist', 'sanctuary')",
    ),
    "B1: enquiries too": ("WHERE referrals.kind = 'referral'\n        AND", "WHERE"),
    "B1: withdrawn ones too": (
        "referrals.decision = 'not_supported'",
        "referrals.decision IN ('not_supported', 'withdrawn')",
    ),
    "B1: by the day received": (
        "coalesce(referrals.decided_on, referrals.received_on)",
        "referrals.received_on",
    ),
    "B1: only with a decision date": (
        "coalesce(referrals.decided_on, referrals.received_on)",
        "referrals.decided_on",
    ),
    "B1: commissioned on any day of the year": (
        "AND placed.day BETWEEN commission.first_day AND commission.last_day",
        "",
    ),
    "B2: only the first reason": ("unnest(reasons) AS reason", "unnest(reasons[1:1]) AS reason"),
    "B3: whatever the reasons": ("WHERE 'needs_not_met' = ANY (reasons)", ""),
    "B3: child age and family size count twice": (
        "'B3.' || named.need, count(DISTINCT referral_ref)",
        "'B3.' || named.need, count(*)",
    ),
    "C1: leaves men out": ("OR lgbtq OR row_men OR", "OR lgbtq OR"),
    "C1: leaves the ages out": (" OR age_16_25 OR age_65_over", ""),
    "C2: white Irish people are minoritised": (
        "'white_british', 'white_irish',",
        "'white_british',",
    ),
    "C2: other white people are minoritised": ("'white_irish', 'white_other'", "'white_irish'"),
    "C2: ethnicity declined is minoritised": ("'', 'not_known', 'declined',", "'', 'not_known',"),
    "C2: boys are male": ("('C2.male', i.men)", "('C2.male', i.boys_and_men)"),
    "C2: orientation other is not LGBTQ+": (
        "IN ('gay_or_lesbian', 'bisexual', 'other') AS lgbtq",
        "IN ('gay_or_lesbian', 'bisexual') AS lgbtq",
    ),
    "C2: children of 16 and 17 too": (
        "NOT is_child AND coalesce(age BETWEEN 16 AND 25, false)",
        "coalesce(age BETWEEN 16 AND 25, false)",
    ),
    "C2: from 18": ("age BETWEEN 16 AND 25", "age BETWEEN 18 AND 25"),
    "C2: to 24": ("age BETWEEN 16 AND 25", "age BETWEEN 16 AND 24"),
    "C2: over 65": ("coalesce(age >= 65, false)", "coalesce(age > 65, false)"),
    "D1: places add up along a chain": ("max(bedspaces) AS places", "sum(bedspaces) AS places"),
    "D1: the smallest number of places": ("max(bedspaces) AS places", "min(bedspaces) AS places"),
    "D2: the total counts services once": (
        "SELECT authority, 'D2.total', count(*) FROM",
        "SELECT authority, 'D2.total', count(DISTINCT service_ref) FROM",
    ),
    "E1: outside the participation too": (
        "support.delivered_on BETWEEN live.first_live_day AND live.last_live_day",
        "support.delivered_on BETWEEN period.first_day AND period.last_day",
    ),
    "E1: of the whole household": ("        AND support.person_ref = live.person_ref\n", ""),
    "E2: adults too": ("WHERE is_child AND 'children' =", "WHERE 'children' ="),
    "F1: commissioned on the last day": (
        "AND commission.last_day >= greatest(episodes.started_on, period.first_day)",
        "AND commission.last_day >= episodes.ended_on",
    ),
    "F1: not on the last day of the year": (
        "WHERE episodes.ended_on BETWEEN period.first_day AND period.last_day",
        "WHERE episodes.ended_on BETWEEN period.first_day AND period.last_day - 1",
    ),
    "F2: whatever is not planned is unplanned": ("WHERE planned = 'no'", "WHERE planned <> 'yes'"),
    "H1: households with anyone there": (
        "count(DISTINCT episode_ref) FILTER (WHERE role = 'survivor') AS households",
        "count(DISTINCT episode_ref) AS households",
    ),
    "H1: participations, not episodes": (
        "count(DISTINCT episode_ref) FILTER (WHERE role = 'survivor') AS households",
        "count(*) FILTER (WHERE role = 'survivor') AS households",
    ),
    "29 February: birthday on 28 February": (
        "age_on(people.date_of_birth, live.first_live_day) AS age",
        "date_part('year', age(live.first_live_day + 1, people.date_of_birth + 1)) AS age",
    ),
}

# Words that a fault needs elsewhere in the statement.
HELPS = {
    "A3: as authorities stand years later": (
        "WHERE predecessor = here.gss_code AND here.valid_to < period.last_day",
        "WHERE predecessor = here.gss_code AND here.valid_to < '2026-01-01'",
    ),
    "C2: boys are male": (
        "count(*) FILTER (WHERE row_men) AS men,",
        "count(*) FILTER (WHERE row_men) AS men,"
        " count(*) FILTER (WHERE gender = 'man' AND NOT is_trans_nonbinary) AS boys_and_men,",
    ),
    "E1: outside the participation too": (
        "SELECT DISTINCT live.participation, support.support_type\n    FROM live",
        "SELECT DISTINCT live.participation, support.support_type\n    FROM live CROSS JOIN period",
    ),
}


def bent(name: str, statement: str) -> str:
    """The statement with one rule bent; the words of the rule must stand in it."""
    for words, fault in filter(None, (FAULTS[name], HELPS.get(name))):
        if words not in statement:
            raise LookupError(f"{name}: the rule's words are not in the statement")
        statement = statement.replace(words, fault)
    return statement
