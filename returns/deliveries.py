"""How single deliveries of support count: asked of the rules that derive the return."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.utils import timezone

from accommodation.choices import AccommodationType
from accommodation.models import Episode, EpisodePerson, Provision, SupportDelivered
from returns import period as periods
from returns import sql
from returns.counting import places
from returns.counting.e_support import individuals_with_support
from returns.counting.places import Chain
from returns.counting.scope import counts_while_live, last_day_of
from returns.loading import rows_of
from returns.period import Period
from returns.records import EpisodeRecord, ParticipationRecord, ProvisionRecord
from returns.services import edition_for
from support.counting import Answer, Counted

Part = tuple[ParticipationRecord, EpisodeRecord]


def counted(delivered: Collection[SupportDelivered]) -> Mapping[UUID, Counted]:
    """Return how each counts in the year of its day, for whichever authority."""
    part_of = _parts_of(delivered)
    chains = places.chains_of(_provisions()) if part_of else {}
    running = periods.year_of(timezone.localdate())
    found = {}
    for one in delivered:
        year = periods.year_of(one.delivered_on)
        part = part_of.get(one.pk)
        chain = chains[part[1].provision_id] if part else None
        found[one.pk] = Counted(
            answer=_answer(one.support_type, part, chain, year),
            place=_place(chain),
            year=year.name,
            this_year=year == running,
        )
    return found


def _answer(support_type: str, part: Part | None, chain: Chain | None, year: Period) -> Answer:
    if part is None or chain is None:
        return Answer.NOWHERE
    participation, episode = part
    first, last = participation.starts_on, last_day_of(participation, episode)
    if not any(
        counts_while_live(chain, authority, first, last, year) for authority in chain.commissions
    ):
        return Answer.NOT_COMMISSIONED
    return Answer.COUNTS if _is_asked(support_type, year) else Answer.NOT_ASKED


def _is_asked(support_type: str, year: Period) -> bool:
    """Say whether a cell of the year's edition counts this type of support."""
    return any(
        cell.rule == individuals_with_support.__name__
        and individuals_with_support(frozenset({support_type}), **cell.arguments)
        for cell in edition_for(year.name).cells
    )


def _place(chain: Chain | None) -> str:
    return str(AccommodationType(chain.accommodation_type).label).lower() if chain else ""


def _parts_of(delivered: Collection[SupportDelivered]) -> dict[UUID, Part]:
    """Return the participation that each delivery falls in, as the return places it."""
    if not delivered:
        return {}
    [organisation] = {one.organisation_id for one in delivered}
    parameters = {"organisation": organisation, "deliveries": [one.pk for one in delivered]}
    placed = rows_of(sql.PARTICIPATIONS_OF_DELIVERIES, parameters)
    parts = {one.pk: one for one in EpisodePerson.objects.filter(pk__in={row[1] for row in placed})}
    episodes = {
        one.pk: one
        for one in Episode.objects.filter(pk__in={row[2] for row in placed}).select_related(
            "ending", "case"
        )
    }
    return {
        delivery: (_participation(parts[part]), _episode(episodes[episode]))
        for delivery, part, episode in placed
    }


def _participation(part: EpisodePerson) -> ParticipationRecord:
    return ParticipationRecord(
        part.pk, part.episode_id, part.person_id, "", part.starts_on, part.ends_on
    )


def _episode(episode: Episode) -> EpisodeRecord:
    ending = getattr(episode, "ending", None)
    ended_on = ending.ended_on if ending else None
    return EpisodeRecord(
        episode.pk, episode.case.reference, episode.provision_id, "", episode.started_on, ended_on
    )


def _provisions() -> list[ProvisionRecord]:
    """Return the organisation's provision: a chain may begin in another one."""
    return [
        ProvisionRecord(
            one.pk, one.service_id, one.accommodation_type, one.authority_code,
            one.bedspaces or 0, one.commissioned_from, one.commissioned_to, one.continues_id,
        )
        for one in Provision.objects.order_by("commissioned_from", "pk")
    ]  # fmt: skip
