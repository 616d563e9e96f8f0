-- Every cell of the return for one year and all its authorities, over the tables of schema.sql.
-- Written from the rules of the statutory return alone; the words in capitals name the rule.
-- Gives rows of (authority, cell, figure).

WITH RECURSIVE

-- AUTHORITIES ---------------------------------------------------------------------------------

-- A former code is the authority that bears the new one.
code AS (
    SELECT gss_code AS written, gss_code FROM authorities
    UNION
    SELECT former, gss_code
    FROM authorities, unnest(string_to_array(other_codes, ';')) AS former
),

succession AS (
    SELECT gss_code AS predecessor, successor
    FROM authorities, unnest(string_to_array(successors, ';')) AS successor
),

-- A3: from an origin code forwards past abolished ones, and backwards from ones not yet begun.
walk AS (
    SELECT gss_code AS origin, gss_code AS reached FROM authorities
    UNION
    SELECT walk.origin, onward.gss_code
    FROM walk
    JOIN authorities AS here ON here.gss_code = walk.reached
    CROSS JOIN period
    CROSS JOIN LATERAL (
        SELECT successor AS gss_code FROM succession
        WHERE predecessor = here.gss_code AND here.valid_to < period.last_day
        UNION ALL
        SELECT predecessor FROM succession
        WHERE successor = here.gss_code AND here.valid_from > period.last_day
    ) AS onward
),

-- A3: the Tier 1 authorities that an origin code leads to on the last day of the year.
-- All of Greater London is one area, since every borough's Tier 1 authority is E61000001.
home AS MATERIALIZED (
    SELECT DISTINCT code.written AS origin_code, here.tier1_code AS authority
    FROM code
    JOIN walk ON walk.origin = code.gss_code
    JOIN authorities AS here ON here.gss_code = walk.reached
    CROSS JOIN period
    WHERE coalesce(here.valid_from, '-infinity') <= period.last_day
        AND coalesce(here.valid_to, 'infinity') >= period.last_day
),

-- PROVISION -----------------------------------------------------------------------------------

-- CHAIN: named by its first provision.
chain AS (
    SELECT provision_ref, provision_ref AS chain, accommodation_type
    FROM provision WHERE continues = ''
    UNION ALL
    SELECT provision.provision_ref, chain.chain, provision.accommodation_type
    FROM provision JOIN chain ON provision.continues = chain.provision_ref
),

-- COMMISSIONED: begins at the earliest and ends at the latest with its authority.
-- greatest() and least() pass over NULL, so a missing end leaves the other one.
commission AS MATERIALIZED (
    SELECT
        chain.chain,
        authorities.gss_code AS authority,
        provision.service_ref,
        provision.accommodation_type,
        provision.bedspaces,
        greatest(provision.commissioned_from, authorities.valid_from) AS first_day,
        coalesce(least(provision.commissioned_to, authorities.valid_to), 'infinity') AS last_day
    FROM provision
    JOIN chain ON chain.provision_ref = provision.provision_ref
    JOIN code ON code.written = provision.authority_code
    JOIN authorities ON authorities.gss_code = code.gss_code
),

commission_in_year AS MATERIALIZED (
    SELECT commission.*
    FROM commission CROSS JOIN period
    WHERE commission.first_day <= period.last_day
        AND commission.last_day >= period.first_day
        AND commission.first_day <= commission.last_day
),

-- INDIVIDUALS ---------------------------------------------------------------------------------

-- LIVE: a participation with its live days in the year, both ends included.
live AS MATERIALIZED (
    SELECT
        episode_people.participation,
        episode_people.person_ref,
        episodes.episode_ref,
        episodes.case_ref,
        episodes.origin_code,
        chain.chain,
        chain.accommodation_type,
        greatest(span.first_day, period.first_day) AS first_live_day,
        least(span.last_day, period.last_day) AS last_live_day
    FROM episode_people
    JOIN episodes ON episodes.episode_ref = episode_people.episode_ref
    JOIN chain ON chain.provision_ref = episodes.provision_ref
    CROSS JOIN period
    CROSS JOIN LATERAL (
        SELECT
            coalesce(episode_people."from", episodes.started_on) AS first_day,
            coalesce(episode_people."to", episodes.ended_on, 'infinity') AS last_day
    ) AS span
    WHERE span.first_day <= period.last_day AND span.last_day >= period.first_day
),

-- E1: the support types that a participation had in the year and within itself.
support_had AS MATERIALIZED (
    SELECT DISTINCT live.participation, support.support_type
    FROM live
    JOIN support
        ON support.episode_ref = live.episode_ref
        AND support.person_ref = live.person_ref
        AND support.delivered_on BETWEEN live.first_live_day AND live.last_live_day
),

support_of AS MATERIALIZED (
    SELECT participation, array_agg(support_type) AS types
    FROM support_had GROUP BY participation
),

-- A1: a live participation counts once for each authority that commissions any provision of the
-- chain on any of its live days in the year.
counted AS MATERIALIZED (
    SELECT DISTINCT commission.authority, live.participation
    FROM live
    JOIN commission_in_year AS commission
        ON commission.chain = live.chain
        AND commission.first_day <= live.last_live_day
        AND commission.last_day >= live.first_live_day
),

-- A2: child or adult first; the first live day counts whether or not it is commissioned.
aged AS MATERIALIZED (
    SELECT
        live.*,
        case_people.role,
        age_on(people.date_of_birth, live.first_live_day) AS age,
        case_people.role = 'child'
            AND coalesce(age_on(people.date_of_birth, live.first_live_day) < 18, true) AS is_child,
        people.gender,
        people.trans = 'yes' OR people.gender IN ('non_binary', 'other') AS is_trans_nonbinary,
        -- C2, MINORITISED: only an ethnicity that was given, and not one of the three white ones.
        people.ethnicity NOT IN (
            '', 'not_known', 'declined', 'not_asked', 'not_safe_to_ask',
            'white_british', 'white_irish', 'white_other'
        ) AS minoritised,
        people.disability = 'yes' AS disabled,
        people.trans = 'yes'
            OR people.gender IN ('non_binary', 'other')
            OR people.sexual_orientation IN ('gay_or_lesbian', 'bisexual', 'other') AS lgbtq,
        people.mental_health_need = 'yes' AS mental_health,
        people.drug_need = 'yes' AS drugs,
        people.alcohol_need = 'yes' AS alcohol,
        people.offending_history = 'yes' AS ex_offender
    FROM live
    JOIN people ON people.person_ref = live.person_ref
    JOIN case_people
        ON case_people.case_ref = live.case_ref AND case_people.person_ref = live.person_ref
),

characterised AS MATERIALIZED (
    SELECT
        aged.*,
        NOT is_child AND is_trans_nonbinary AS row_trans_nonbinary,
        NOT is_child AND NOT is_trans_nonbinary AND gender = 'woman' AS row_women,
        NOT is_child AND NOT is_trans_nonbinary AND gender = 'man' AS row_men,
        -- C2, ages: of individuals who are not children in A2; no date of birth, no age.
        NOT is_child AND coalesce(age BETWEEN 16 AND 25, false) AS age_16_25,
        NOT is_child AND coalesce(age >= 65, false) AS age_65_over
    FROM aged
),

individual AS MATERIALIZED (
    SELECT
        counted.authority,
        characterised.*,
        coalesce(support_of.types, '{}') AS support_types,
        -- A3: an origin was recorded and none of its authorities is the commissioner.
        characterised.origin_code <> '' AND home.authority IS NULL AS out_of_area
    FROM counted
    JOIN characterised ON characterised.participation = counted.participation
    LEFT JOIN support_of ON support_of.participation = counted.participation
    LEFT JOIN home
        ON home.origin_code = characterised.origin_code AND home.authority = counted.authority
),

individual_figures AS (
    SELECT
        authority,
        count(*) AS total,
        count(*) FILTER (WHERE accommodation_type = 'refuge') AS refuge,
        count(*) FILTER (WHERE accommodation_type = 'dispersed') AS dispersed,
        count(*) FILTER (WHERE accommodation_type = 'sanctuary') AS sanctuary,
        count(*) FILTER (WHERE accommodation_type = 'specialist') AS specialist,
        count(*) FILTER (WHERE accommodation_type = 'second_stage') AS second_stage,
        count(*) FILTER (WHERE accommodation_type = 'other') AS other,
        count(*) FILTER (WHERE row_women) AS women,
        count(*) FILTER (WHERE row_men) AS men,
        count(*) FILTER (WHERE row_trans_nonbinary) AS trans_nonbinary,
        count(*) FILTER (WHERE is_child) AS children,
        count(*) FILTER (WHERE out_of_area) AS out_of_area,
        count(*) FILTER (
            WHERE minoritised OR disabled OR lgbtq OR row_men OR mental_health OR drugs
                OR alcohol OR ex_offender OR age_16_25 OR age_65_over
        ) AS any_characteristic,
        count(*) FILTER (WHERE minoritised) AS minoritised,
        count(*) FILTER (WHERE disabled) AS disabled,
        count(*) FILTER (WHERE lgbtq) AS lgbtq,
        count(*) FILTER (WHERE mental_health) AS mental_health,
        count(*) FILTER (WHERE drugs) AS drugs,
        count(*) FILTER (WHERE alcohol) AS alcohol,
        count(*) FILTER (WHERE ex_offender) AS ex_offender,
        count(*) FILTER (WHERE age_16_25) AS age_16_25,
        count(*) FILTER (WHERE age_65_over) AS age_65_over,
        count(*) FILTER (WHERE 'general' = ANY (support_types)) AS general,
        count(*) FILTER (WHERE 'advocacy' = ANY (support_types)) AS advocacy,
        count(*) FILTER (WHERE 'prevention' = ANY (support_types)) AS prevention,
        count(*) FILTER (WHERE 'specialist' = ANY (support_types)) AS specialist_support,
        count(*) FILTER (WHERE 'children' = ANY (support_types)) AS childrens_support,
        count(*) FILTER (WHERE 'housing' = ANY (support_types)) AS housing,
        count(*) FILTER (WHERE 'advice' = ANY (support_types)) AS advice,
        count(*) FILTER (WHERE 'counselling' = ANY (support_types)) AS counselling,
        -- E2: the children of A2 with children's support.
        count(*) FILTER (WHERE is_child AND 'children' = ANY (support_types)) AS children_supported,
        -- H1: episodes in which the main victim has at least one counted participation.
        count(DISTINCT episode_ref) FILTER (WHERE role = 'survivor') AS households
    FROM individual
    GROUP BY authority
),

-- ENDINGS -------------------------------------------------------------------------------------

-- F1, A4: an ending in the year passes the commissioned test with the episode's own live days.
ending AS MATERIALIZED (
    SELECT DISTINCT
        commission.authority,
        episodes.episode_ref,
        chain.accommodation_type,
        episodes.planned,
        episodes.asked_to_leave,
        episodes.next_place,
        -- A4: calendar months from the first day; adding months to a date ends on the last day of
        -- a shorter month, which is the anniversary that the rule asks for.
        CASE
            WHEN episodes.ended_on < episodes.started_on + interval '1 month' THEN 'under_1m'
            WHEN episodes.ended_on < episodes.started_on + interval '3 months' THEN '1_3m'
            WHEN episodes.ended_on < episodes.started_on + interval '6 months' THEN '3_6m'
            ELSE 'over_6m'
        END AS stayed
    FROM episodes
    JOIN chain ON chain.provision_ref = episodes.provision_ref
    CROSS JOIN period
    JOIN commission_in_year AS commission
        ON commission.chain = chain.chain
        AND commission.first_day <= episodes.ended_on
        AND commission.last_day >= greatest(episodes.started_on, period.first_day)
    WHERE episodes.ended_on BETWEEN period.first_day AND period.last_day
),

ending_figures AS (
    SELECT
        authority,
        count(*) AS total,
        count(*) FILTER (WHERE planned = 'yes') AS planned,
        count(*) FILTER (WHERE planned = 'no') AS unplanned,
        count(*) FILTER (WHERE next_place = 'other_safe_accommodation') AS other_safe_accommodation,
        count(*) FILTER (WHERE next_place = 'with_perpetrator') AS with_perpetrator,
        count(*) FILTER (WHERE asked_to_leave = 'yes') AS asked_to_leave
    FROM ending
    GROUP BY authority
),

stay_figures AS (
    SELECT
        authority,
        CASE
            WHEN accommodation_type = 'specialist' THEN 'A4.specialist.'
            ELSE 'A4.refuge_dispersed.'
        END || stayed AS cell,
        count(*) AS figure
    FROM ending
    WHERE accommodation_type IN ('refuge', 'dispersed', 'specialist')
    GROUP BY 1, 2
),

-- REFERRALS -----------------------------------------------------------------------------------

-- B1: by decision date, or by the date received where no decision date is held; its chain is
-- commissioned by the authority on that very day.
refusal AS MATERIALIZED (
    SELECT DISTINCT
        commission.authority,
        referrals.referral_ref,
        string_to_array(referrals.reasons, ';') AS reasons,
        string_to_array(referrals.unmet_needs, ';') AS needs
    FROM referrals
    JOIN chain ON chain.provision_ref = referrals.provision_ref
    CROSS JOIN period
    CROSS JOIN LATERAL (SELECT coalesce(referrals.decided_on, referrals.received_on) AS day) AS placed
    JOIN commission_in_year AS commission
        ON commission.chain = chain.chain
        AND placed.day BETWEEN commission.first_day AND commission.last_day
    WHERE referrals.kind = 'referral'
        AND referrals.decision = 'not_supported'
        AND placed.day BETWEEN period.first_day AND period.last_day
),

refusal_figures AS (
    SELECT authority, 'B1.total' AS cell, count(*) AS figure FROM refusal GROUP BY authority
    UNION ALL
    -- B2: each reason given.
    SELECT authority, 'B2.' || reason, count(DISTINCT referral_ref)
    FROM refusal, unnest(reasons) AS reason
    GROUP BY authority, reason
    UNION ALL
    -- B3: each unmet need, only where needs were among the reasons.
    SELECT authority, 'B3.' || named.need, count(DISTINCT referral_ref)
    FROM refusal
    CROSS JOIN unnest(needs) AS need
    CROSS JOIN LATERAL (
        SELECT CASE
            WHEN need IN ('child_age', 'family_size') THEN 'child_age_or_family_size' ELSE need
        END AS need
    ) AS named
    WHERE 'needs_not_met' = ANY (reasons)
    GROUP BY authority, named.need
),

-- PLACES AND SERVICES -------------------------------------------------------------------------

-- D1: over chains, the largest number of places of any provision commissioned in the year.
chain_places AS (
    SELECT authority, chain, accommodation_type, max(bedspaces) AS places
    FROM commission_in_year
    GROUP BY authority, chain, accommodation_type
),

place_figures AS (
    SELECT authority, 'D1.' || accommodation_type AS cell, sum(places) AS figure
    FROM chain_places GROUP BY authority, accommodation_type
    UNION ALL
    SELECT authority, 'D1.total', sum(places) FROM chain_places GROUP BY authority
),

-- D2: a service once for each specialist group that it serves.
specialist_service AS (
    SELECT DISTINCT
        commission.authority,
        services.service_ref,
        served.specialist_group,
        served.specialist_group = ANY (string_to_array(services.by_and_for_groups, ';')) AS by_and_for
    FROM commission_in_year AS commission
    JOIN services ON services.service_ref = commission.service_ref
    CROSS JOIN unnest(string_to_array(services.specialist_groups, ';')) AS served (specialist_group)
),

service_figures AS (
    SELECT authority, 'D2.' || specialist_group AS cell, count(*) AS figure
    FROM specialist_service GROUP BY authority, specialist_group
    UNION ALL
    SELECT authority, 'D2.by_and_for.' || specialist_group, count(*)
    FROM specialist_service WHERE by_and_for GROUP BY authority, specialist_group
    UNION ALL
    -- D2: the total adds the groups.
    SELECT authority, 'D2.total', count(*) FROM specialist_service GROUP BY authority
),

-- ALL CELLS -----------------------------------------------------------------------------------

figures AS (
    SELECT authority, named.cell, named.figure
    FROM individual_figures AS i
    CROSS JOIN LATERAL (VALUES
        ('A1.total', i.total), ('A1.refuge', i.refuge), ('A1.dispersed', i.dispersed),
        ('A1.sanctuary', i.sanctuary), ('A1.specialist', i.specialist),
        ('A1.second_stage', i.second_stage), ('A1.other', i.other),
        ('A2.women', i.women), ('A2.men', i.men), ('A2.trans_nonbinary', i.trans_nonbinary),
        ('A2.children', i.children), ('A3.out_of_area', i.out_of_area),
        ('C1.any', i.any_characteristic), ('C2.minoritised', i.minoritised),
        ('C2.disabled', i.disabled), ('C2.lgbtq', i.lgbtq), ('C2.male', i.men),
        ('C2.mental_health', i.mental_health), ('C2.drugs', i.drugs), ('C2.alcohol', i.alcohol),
        ('C2.ex_offender', i.ex_offender), ('C2.age_16_25', i.age_16_25),
        ('C2.age_65_over', i.age_65_over),
        ('E1.general', i.general), ('E1.advocacy', i.advocacy), ('E1.prevention', i.prevention),
        ('E1.specialist', i.specialist_support), ('E1.children', i.childrens_support),
        ('E1.housing', i.housing), ('E1.advice', i.advice), ('E1.counselling', i.counselling),
        ('E2.children', i.children_supported), ('H1.households', i.households)
    ) AS named (cell, figure)
    UNION ALL
    SELECT authority, named.cell, named.figure
    FROM ending_figures AS f
    CROSS JOIN LATERAL (VALUES
        ('F1.total', f.total), ('F2.planned', f.planned), ('F2.unplanned', f.unplanned),
        ('F2.other_safe_accommodation', f.other_safe_accommodation),
        ('F2.with_perpetrator', f.with_perpetrator), ('F2.asked_to_leave', f.asked_to_leave)
    ) AS named (cell, figure)
    UNION ALL SELECT authority, cell, figure FROM stay_figures
    UNION ALL SELECT authority, cell, figure FROM refusal_figures
    UNION ALL SELECT authority, cell, figure FROM place_figures
    UNION ALL SELECT authority, cell, figure FROM service_figures
),

cells (cell) AS (VALUES
    ('A1.total'), ('A1.refuge'), ('A1.dispersed'), ('A1.sanctuary'), ('A1.specialist'),
    ('A1.second_stage'), ('A1.other'),
    ('A2.women'), ('A2.men'), ('A2.trans_nonbinary'), ('A2.children'),
    ('A3.out_of_area'),
    ('A4.refuge_dispersed.under_1m'), ('A4.refuge_dispersed.1_3m'),
    ('A4.refuge_dispersed.3_6m'), ('A4.refuge_dispersed.over_6m'),
    ('A4.specialist.under_1m'), ('A4.specialist.1_3m'), ('A4.specialist.3_6m'),
    ('A4.specialist.over_6m'),
    ('B1.total'),
    ('B2.capacity'), ('B2.needs_not_met'), ('B2.no_contact'), ('B2.declined_offer'), ('B2.other'),
    ('B3.no_recourse'), ('B3.disability'), ('B3.child_age_or_family_size'), ('B3.mental_health'),
    ('B3.drugs'), ('B3.alcohol'), ('B3.offending'), ('B3.male'), ('B3.lgbtq'), ('B3.language'),
    ('B3.other'),
    ('C1.any'), ('C2.minoritised'), ('C2.disabled'), ('C2.lgbtq'), ('C2.male'),
    ('C2.mental_health'), ('C2.drugs'), ('C2.alcohol'), ('C2.ex_offender'), ('C2.age_16_25'),
    ('C2.age_65_over'),
    ('D1.total'), ('D1.refuge'), ('D1.dispersed'), ('D1.sanctuary'), ('D1.specialist'),
    ('D1.second_stage'), ('D1.other'),
    ('D2.total'),
    ('D2.black_and_minoritised'), ('D2.by_and_for.black_and_minoritised'),
    ('D2.disabled'), ('D2.by_and_for.disabled'),
    ('D2.lgbtq'), ('D2.by_and_for.lgbtq'),
    ('D2.other'), ('D2.by_and_for.other'),
    ('E1.general'), ('E1.advocacy'), ('E1.prevention'), ('E1.specialist'), ('E1.children'),
    ('E1.housing'), ('E1.advice'), ('E1.counselling'), ('E2.children'),
    ('F1.total'), ('F2.planned'), ('F2.unplanned'), ('F2.other_safe_accommodation'),
    ('F2.with_perpetrator'), ('F2.asked_to_leave'),
    ('G1.in_house'), ('G2.quality_standards'), ('G3.strategy'),
    ('H1.households')
),

asked AS (
    SELECT authority FROM commission_in_year
    UNION
    SELECT gss_code FROM wanted
)

SELECT
    asked.authority,
    cells.cell,
    -- G: not answered is NULL, never zero.
    CASE WHEN cells.cell LIKE 'G%' THEN NULL ELSE coalesce(figures.figure, 0)::integer END AS figure
FROM asked
CROSS JOIN cells
LEFT JOIN figures ON figures.authority = asked.authority AND figures.cell = cells.cell
ORDER BY asked.authority, cells.cell
