-- What a checkpoint is made of: of each event its link and a digest of its content, never the
-- content. The process that makes checkpoints belongs to the application, which may not read the
-- installation's own events; through these two functions it learns digests of every chain.

CREATE OR REPLACE FUNCTION audit_part(part bytea) RETURNS bytea
  LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp
  RETURN int4send(length(coalesce(part, ''::bytea))) || coalesce(part, ''::bytea);

-- The same bytes as EventContent.canonical.
CREATE OR REPLACE FUNCTION audit_canonical(e audit_event) RETURNS bytea
  LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT audit_part('rowan-event-1')
    || audit_part(uuid_send(e.id))
    || audit_part(uuid_send(e.organisation_id))
    || audit_part(convert_to(
         to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '+00:00', 'UTF8'))
    || audit_part(convert_to(e.kind, 'UTF8'))
    || audit_part(uuid_send(e.actor_id))
    || audit_part(convert_to(e.verb, 'UTF8'))
    || audit_part(int4send(cardinality(e.subjects)))
    || coalesce((SELECT string_agg(audit_part(uuid_send(one)), ''::bytea ORDER BY place)
                 FROM unnest(e.subjects) WITH ORDINALITY AS listed (one, place)), ''::bytea)
    || audit_part(int4send(cardinality(e.fields)))
    || coalesce((SELECT string_agg(audit_part(convert_to(one, 'UTF8')), ''::bytea ORDER BY place)
                 FROM unnest(e.fields) WITH ORDINALITY AS listed (one, place)), ''::bytea)
    || audit_part(convert_to(e.purpose, 'UTF8'))
    || audit_part(convert_to(e.source, 'UTF8'))
$$;

CREATE OR REPLACE FUNCTION audit_heads() RETURNS TABLE (chain_id uuid, count bigint, head bytea)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  WITH RECURSIVE chain AS (
    (SELECT s.chain_id FROM audit_seal s ORDER BY s.chain_id LIMIT 1)
    UNION ALL
    SELECT (SELECT s.chain_id FROM audit_seal s WHERE s.chain_id > chain.chain_id
            ORDER BY s.chain_id LIMIT 1)
    FROM chain WHERE chain.chain_id IS NOT NULL
  )
  SELECT chain.chain_id, last.sequence, last.link
  FROM chain CROSS JOIN LATERAL (
    SELECT s.sequence, s.link FROM audit_seal s
    WHERE s.chain_id = chain.chain_id AND s.sequence IS NOT NULL
    ORDER BY s.sequence DESC LIMIT 1
  ) AS last
$$;

CREATE OR REPLACE FUNCTION audit_leaves(chain uuid, after bigint, up_to bigint)
  RETURNS TABLE (link bytea, digest bytea)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
  SELECT s.link, sha256(audit_canonical(e))
  FROM audit_seal s JOIN audit_event e ON e.id = s.event_id
  WHERE s.chain_id = chain AND s.sequence > after AND s.sequence <= up_to
  ORDER BY s.sequence
$$;

REVOKE EXECUTE ON FUNCTION audit_heads(), audit_leaves(uuid, bigint, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_heads(), audit_leaves(uuid, bigint, bigint) TO rowan_app;
