"""Turns the records of the entered organisation into the rows of a bundle."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from accommodation.models import (
    Episode,
    EpisodePerson,
    PlacementReferral,
    Provision,
    Stay,
    SupportDelivered,
    Unit,
)
from accounts.models import Organisation, Service, TenantModel
from cases.models import Case, CasePerson, Person, PersonCausingHarm, Profile
from diary.models import Appointment, ContactMade, NextStep, Note
from encryption import keyring
from interchange.columns import FILE
from interchange.models import ImportedReference
from interchange.records import ANSWERED, ENDING_DETAILS, INTERPRETER
from interchange.references import ORGANISATIONS, References
from moveon.models import Ending
from support.models import Goal, GoalStep, Need

Cells = tuple[str, ...]
AT_ONCE: Final = 2_000


class Giving:
    """The rows of one organisation, under the references that its source gave.

    A record that did not come from the source goes under its own id.
    """

    def __init__(self, organisation: Organisation, source: str) -> None:
        self.organisation = organisation
        # Read one by one below, records would each ask for their subject's keys.
        keyring.current().expect([*subjects(organisation), *_ids_of(Service)])
        self.ids = References(source)
        self.names: dict[UUID, str] = {}
        self.sent: dict[UUID, dict[str, Any]] = {}
        for held in ImportedReference.objects.filter(source=source).iterator(AT_ONCE):
            # The reference of somebody who was erased is gone with all else of them.
            if "ref" in held.sent:
                self.names[held.pk] = held.sent["ref"]
            if held.kind == "episodes":
                self.sent[held.pk] = held.sent
        self.episodes = {
            episode.pk: episode for episode in Episode.objects.select_related("ending")
        }

    def name(self, record: UUID | None) -> str:
        """A record's reference."""
        return "" if record is None else self.names.get(record, str(record))

    def rows(self, file: str) -> list[Cells]:
        """The rows of a file, in order of their cells, which begin with the reference."""
        return sorted(getattr(self, f"_{file}")())

    def _organisations(self) -> Iterator[Cells]:
        own = self.organisation
        yield self.name(own.pk), own.name, own.kind

    def _services(self) -> Iterator[Cells]:
        for service in Service.objects.iterator(AT_ONCE):
            yield (
                self.name(service.pk),
                self.name(self.organisation.pk),
                service.name,
                ";".join(service.specialist_groups),
                ";".join(service.by_and_for_groups),
                service.in_house_frontline,
                service.quality_standards,
            )

    def _provision(self) -> Iterator[Cells]:
        for place in Provision.objects.iterator(AT_ONCE):
            yield (
                self.name(place.pk),
                self.name(place.service_id),
                place.accommodation_type,
                place.authority_code,
                _number(place.bedspaces),
                _day(place.commissioned_from),
                _day(place.commissioned_to),
                self.name(place.continues_id),
            )

    def _units(self) -> Iterator[Cells]:
        for unit in Unit.objects.iterator(AT_ONCE):
            yield (
                self.name(unit.pk),
                self.name(unit.service_id),
                unit.name,
                _number(unit.sleeps),
                unit.step_free,
                unit.cot,
                _number(unit.adults),
                _number(unit.children),
                unit.pets,
                _number(unit.boys_up_to),
                unit.self_contained,
                unit.nrpf_funded,
                _day(unit.decommissioned_on),
            )

    def _people(self) -> Iterator[Cells]:
        profiles = {profile.person_id: profile for profile in Profile.objects.iterator(AT_ONCE)}
        for person in Person.objects.iterator(AT_ONCE):
            profile = profiles.get(person.pk)
            told = {name: profile.answer(name) if profile else "" for name in ANSWERED}
            told |= {
                "person_ref": self.name(person.pk),
                "organisation_ref": self.name(self.organisation.pk),
                "given_name": person.given_name,
                "family_name": person.family_name,
                "known_as": person.known_as,
                "date_of_birth": _day(person.date_of_birth),
                "phone": str(person.contact.get("phone", "")),
                "email": str(person.contact.get("email", "")),
                "postcode": person.postcode,
            }
            yield tuple(told[name] for name in FILE["people"].names)

    def _cases(self) -> Iterator[Cells]:
        for case in Case.objects.iterator(AT_ONCE):
            own = self.name(self.organisation.pk)
            yield self.name(case.pk), own, _day(case.opened_on), _day(case.closed_on)

    def _case_people(self) -> Iterator[Cells]:
        for part in CasePerson.objects.iterator(AT_ONCE):
            yield self.name(part.case_id), self.name(part.person_id), part.role, part.relationship

    def _people_causing_harm(self) -> Iterator[Cells]:
        for harm in PersonCausingHarm.objects.iterator(AT_ONCE):
            told = {name: str(harm.details.get(name, "")) for name in HARM_DETAILS} | {
                "harm_ref": self.name(harm.pk),
                "case_ref": self.name(harm.case_id),
                "given_name": harm.given_name,
                "family_name": harm.family_name,
                "known_as": harm.known_as,
                "relationship": harm.relationship,
            }
            yield tuple(told[name] for name in FILE["people_causing_harm"].names)

    def _referrals(self) -> Iterator[Cells]:
        for referral in PlacementReferral.objects.iterator(AT_ONCE):
            yield (
                self.name(referral.pk),
                self.name(referral.provision_id),
                self.name(referral.case_id),
                referral.kind,
                referral.source,
                _day(referral.received_on),
                referral.decision,
                _day(referral.decided_on),
                ";".join(referral.reasons),
                ";".join(referral.needs.get("unmet", [])),
                _number(referral.adults),
                _number(referral.children),
            )

    def _episodes(self) -> Iterator[Cells]:
        for episode in self.episodes.values():
            ending = _ending(episode)
            details = ending.details if ending else self._sent(episode.pk, "unended", {})
            yield (
                self.name(episode.pk),
                self.name(episode.case_id),
                self.name(episode.provision_id),
                episode.origin,
                _day(episode.started_on),
                _day(ending.ended_on) if ending else "",
                *(str(details.get(name, "")) for name in ENDING_DETAILS),
            )

    def _episode_people(self) -> Iterator[Cells]:
        for part in EpisodePerson.objects.iterator(AT_ONCE):
            person = self.name(part.person_id)
            starts = _day(part.starts_on)
            given = person in self._sent(part.episode_id, "first_day", ())
            if part.starts_on == self.episodes[part.episode_id].started_on and not given:
                starts = ""
            yield self.name(part.episode_id), person, starts, _day(part.ends_on)

    def _stays(self) -> Iterator[Cells]:
        names = self._names_below("stays")
        for stay in Stay.objects.iterator(AT_ONCE):
            name, episode = names.get(stay.pk, str(stay.pk)), self.episodes[stay.episode_id]
            starts, ends = _day(stay.starts_on), _day(stay.ends_on)
            if name in self._sent(episode.pk, "stays_from_first_day", ()):
                starts = "" if stay.starts_on == episode.started_on else starts
            if name in self._sent(episode.pk, "stays_to_last_day", ()):
                ending = _ending(episode)
                ends = "" if ending and stay.ends_on == ending.ended_on else ends
            yield name, self.name(episode.pk), self.name(stay.unit_id), starts, ends

    def _support(self) -> Iterator[Cells]:
        names = self._names_below("support")
        for given in SupportDelivered.objects.exclude(episode=None).iterator(AT_ONCE):
            own = names.get(given.pk, str(given.pk))
            yield own, self.name(given.episode_id), *self._given(given)

    def _other_support(self) -> Iterator[Cells]:
        for given in SupportDelivered.objects.filter(episode=None).iterator(AT_ONCE):
            yield self.name(given.pk), self.name(given.case_id), *self._given(given)

    def _given(self, given: SupportDelivered) -> Cells:
        return (
            self.name(given.person_id),
            given.support_type,
            _day(given.delivered_on),
            _number(given.minutes),
        )

    def _notes(self) -> Iterator[Cells]:
        for note in _of_casework(Note):
            yield (
                self.name(note.pk),
                self.name(note.case_id),
                self.name(note.about_id),
                note.happened,
                _moment(note.happened_at),
                note.text,
                "yes" if note.is_key else "no",
                self.name(note.corrects_id),
            )

    def _contacts(self) -> Iterator[Cells]:
        for contact in _of_casework(ContactMade):
            yield (
                self.name(contact.pk),
                self.name(contact.case_id),
                self.name(contact.about_id),
                self.name(contact.note_id),
                _moment(contact.at),
                contact.mode,
                contact.direction,
                contact.outcome,
                _number(contact.minutes),
            )

    def _needs(self) -> Iterator[Cells]:
        for need in Need.objects.iterator(AT_ONCE):
            yield (
                self.name(need.pk),
                self.name(need.case_id),
                self.name(need.person_id),
                need.said("domain"),
                need.said("level"),
                need.said("words"),
                _day(need.asked_on),
            )

    def _goals(self) -> Iterator[Cells]:
        for goal in Goal.objects.iterator(AT_ONCE):
            yield (
                self.name(goal.pk),
                self.name(goal.case_id),
                self.name(goal.person_id),
                goal.words,
                goal.why,
                goal.outcome,
                goal.state,
                _day(goal.set_on),
                _day(goal.review_on),
                _day(goal.ended_on),
            )

    def _next_steps(self) -> Iterator[Cells]:
        goals = dict(GoalStep.objects.values_list("step_id", "goal_id"))
        for step in _of_casework(NextStep):
            yield (
                self.name(step.pk),
                self.name(step.case_id),
                self.name(step.from_note_id),
                step.text,
                step.other or (step.owner.full_name if step.owner else ""),
                _day(step.due_on),
                step.state,
                _moment(step.ended_at),
                step.reason,
                self.name(goals.get(step.pk)),
            )

    def _appointments(self) -> Iterator[Cells]:
        for held in _of_casework(Appointment):
            yield (
                self.name(held.pk),
                self.name(held.case_id),
                held.kind,
                _moment(held.starts_at),
                _moment(held.ends_at),
                held.place,
                held.with_whom,
                *(str(held.interpreter.get(name, "")) for name in INTERPRETER),
                _moment(held.cancelled_at),
            )

    def _sent(self, episode: UUID, name: str, otherwise: Any) -> Any:
        return self.sent.get(episode, {}).get(name, otherwise)

    def _names_below(self, file: str) -> dict[UUID, str]:
        """References of stays or deliveries by record, which their episodes keep."""
        return {
            self.ids.id_of(file, reference): reference
            for sent in self.sent.values()
            for reference in sent.get(file, ())
        }


def _of_casework(model: Any) -> Any:
    """Records of a diary, but what a counsellor keeps: that stays closed to whoever exports."""
    return model.objects.filter(counselling=False).iterator(AT_ONCE)


HARM_DETAILS: Final = ("phone", "postcode", "gender", "date_of_birth")


def subjects(organisation: Organisation) -> list[UUID]:
    """Whom an export tells of: the people, those causing harm, and the cases and referrals."""
    found = [organisation.pk]
    for model in (Person, PersonCausingHarm, Case, PlacementReferral):
        found.extend(_ids_of(model))
    return found


def _ids_of(model: type[TenantModel]) -> Iterable[UUID]:
    """The ids of all records of one kind."""
    ids: Iterable[UUID] = model._default_manager.values_list("pk", flat=True)
    return ids


def organisation_for(reference: str, source: str) -> UUID | None:
    """The organisation that a source names so; one made here goes by its id."""
    found = References(source).id_of(ORGANISATIONS, reference)
    if Organisation.objects.filter(pk=found).exists():
        return found
    try:
        return UUID(reference)
    except ValueError:
        return None


def _ending(episode: Episode) -> Ending | None:
    return getattr(episode, "ending", None)


def _moment(moment: datetime | None) -> str:
    """A time as a bundle writes it: in UTC, as exactly as it is held."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else ""


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _number(number: int | None) -> str:
    return "" if number is None else str(number)
