-- Clear tables for the rows of one bundle, as interchange.md names them, and for the authorities.
-- Only what the return reads is here. Blank text is '', a blank date or number is NULL.
-- Whoever runs this has made a schema of its own and put it first in the search path.

-- The statement is long and the tables are small: compiling it takes longer than running it.
SET LOCAL jit TO off;
SET LOCAL work_mem TO '64MB';

CREATE TABLE period (first_day date NOT NULL, last_day date NOT NULL);

-- Authorities to print even if nothing is commissioned by them in the year.
CREATE TABLE wanted (gss_code text NOT NULL);

CREATE TABLE authorities (
    gss_code text PRIMARY KEY,
    tier integer NOT NULL,
    tier1_code text NOT NULL,
    valid_from date,
    valid_to date,
    successors text NOT NULL,
    other_codes text NOT NULL
);

CREATE TABLE services (
    service_ref text PRIMARY KEY,
    specialist_groups text NOT NULL,
    by_and_for_groups text NOT NULL
);

CREATE TABLE provision (
    provision_ref text PRIMARY KEY,
    service_ref text NOT NULL,
    accommodation_type text NOT NULL,
    authority_code text NOT NULL,
    bedspaces integer,
    commissioned_from date,
    commissioned_to date,
    continues text NOT NULL
);

CREATE TABLE people (
    person_ref text PRIMARY KEY,
    date_of_birth date,
    gender text NOT NULL,
    trans text NOT NULL,
    ethnicity text NOT NULL,
    disability text NOT NULL,
    sexual_orientation text NOT NULL,
    mental_health_need text NOT NULL,
    drug_need text NOT NULL,
    alcohol_need text NOT NULL,
    offending_history text NOT NULL
);

CREATE TABLE case_people (
    case_ref text NOT NULL,
    person_ref text NOT NULL,
    role text NOT NULL,
    PRIMARY KEY (case_ref, person_ref)
);

CREATE TABLE referrals (
    referral_ref text PRIMARY KEY,
    provision_ref text NOT NULL,
    kind text NOT NULL,
    received_on date,
    decision text NOT NULL,
    decided_on date,
    reasons text NOT NULL,
    unmet_needs text NOT NULL
);

CREATE TABLE episodes (
    episode_ref text PRIMARY KEY,
    case_ref text NOT NULL,
    provision_ref text NOT NULL,
    origin_code text NOT NULL,
    started_on date NOT NULL,
    ended_on date,
    planned text NOT NULL,
    asked_to_leave text NOT NULL,
    next_place text NOT NULL
);

CREATE TABLE episode_people (
    participation integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    episode_ref text NOT NULL,
    person_ref text NOT NULL,
    "from" date,
    "to" date
);

CREATE TABLE support (
    support_ref text PRIMARY KEY,
    episode_ref text NOT NULL,
    person_ref text NOT NULL,
    support_type text NOT NULL,
    delivered_on date NOT NULL
);

CREATE INDEX provision_continues ON provision (continues);
CREATE INDEX episode_people_episode ON episode_people (episode_ref, person_ref);
CREATE INDEX support_delivery ON support (episode_ref, person_ref, delivered_on);

-- Whole years of age; someone born on 29 February is a year older on 1 March in other years (A2).
CREATE FUNCTION age_on(born date, day date) RETURNS integer
LANGUAGE sql IMMUTABLE
AS $$
    SELECT date_part('year', day)::integer - date_part('year', born)::integer
        - CASE WHEN to_char(day, 'MMDD') < to_char(born, 'MMDD') THEN 1 ELSE 0 END
$$;
