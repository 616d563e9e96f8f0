"""What an import has to change in one organisation, and which subjects it makes there."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from accommodation.models import EpisodePerson, Stay, SupportDelivered
from accounts.models import Organisation, User
from cases.events import ContactChanged
from cases.models import CasePerson, Person
from cases.reaching import CONTACT
from cases.services import next_references
from contact.models import SafeContact
from interchange import shapes, writing
from interchange.models import ImportedReference
from interchange.records import Records
from interchange.references import ORGANISATIONS
from interchange.shapes import Row, Shape
from moveon.models import Ending
from support.models import GoalStep


def new_subjects(
    changes: list[writing.Changes], organisation: UUID, *, new: bool
) -> Iterator[tuple[str, list[UUID]]]:
    """The subjects whose keys have to be made, by their kind."""
    kinds = {
        shapes.SERVICE: "house",
        shapes.PERSON: "person",
        shapes.CASE: "case",
        shapes.REFERRAL: "referral",
    }
    for found in changes:
        if found.shape in kinds and (ids := found.new_ids):
            yield kinds[found.shape], ids
    if new:
        # The organisation's own reference is sealed too.
        yield "house", [organisation]


def changed_people(changes: list[writing.Changes]) -> dict[str, list[UUID]]:
    """The people, and those causing harm, whom staff may know: new ones, and those that changed."""
    found: dict[Shape, list[Row]] = {
        change.shape: [row for row, _ in change.inserts] + change.updates for change in changes
    }
    person = shapes.CASE_PERSON.clear.index("person_id")
    joined = [row.clear[person] for row in found[shapes.CASE_PERSON]]
    people = dict.fromkeys([*(row.id for row in found[shapes.PERSON]), *joined])
    return {"people": list(people), "harm": [row.id for row in found[shapes.HARM]]}


def changed_contact(changes: list[writing.Changes], *, by: User | None) -> list[ContactChanged]:
    """What changes of where somebody is reached, of those of whom something safe is recorded.

    Asked before it is written: what is held now is the other side of the comparison.
    """
    [updated] = [change.updates for change in changes if change.shape is shapes.PERSON]
    columns = shapes.PERSON.sealed.index("contact"), shapes.PERSON.sealed.index("postcode")
    wanted = {row.id: [row.sealed[column] for column in columns] for row in updated}
    found = []
    for batch in writing.batches(list(wanted)):
        told = SafeContact.objects.filter(person__in=batch).values("person_id")
        for person in Person.objects.filter(pk__in=told):
            contact, postcode = wanted[person.pk]
            after = {name: contact.get(name, "") for name in CONTACT} | {"postcode": postcode}
            before = {name: person.contact.get(name, "") for name in CONTACT}
            before["postcode"] = person.postcode
            parts = frozenset(name for name in after if after[name] != before[name])
            if parts:
                found.append(ContactChanged(person_id=person.pk, parts=parts, by=by))
    return found


def all_changes(
    records: Records, token: str, organisation: Organisation, *, new: bool
) -> list[writing.Changes]:
    """What each shape has to change: records that others refer to first, and the sealed references
    last, since they speak of all others."""

    def change(shape: Shape, rows: Iterable[Row], below: Iterable[UUID] = ()) -> writing.Changes:
        if new:
            return writing.all_new(shape, rows)
        return writing.compare(shape, list(rows), organisation.pk, below=below)

    cases, episodes, steps = (
        [] if new else records.held(kind) for kind in ("cases", "episodes", "next_steps")
    )
    ours = next_references(len(records.numbers.get("cases", [])))
    changes = [
        change(shapes.SERVICE, records.services()),
        change(shapes.PROVISION, records.provision()),
        change(shapes.UNIT, records.units()),
        change(shapes.PERSON, records.people()),
        change(shapes.CASE, records.cases(ours)),
        change(shapes.NOTE, records.notes()),
        change(shapes.GOAL, records.goals()),
        change(shapes.STEP, records.next_steps()),
        change(shapes.EPISODE, records.episodes()),
        change(shapes.PROFILE, records.profiles()),
        change(shapes.CASE_PERSON, records.case_people(), _below(CasePerson, case=cases)),
        change(shapes.HARM, records.people_causing_harm()),
        change(shapes.REFERRAL, records.referrals()),
        change(shapes.ENDING, records.endings(), _below(Ending, episode=episodes)),
        change(
            shapes.EPISODE_PERSON,
            records.episode_people(),
            _below(EpisodePerson, episode=episodes),
        ),
        change(shapes.STAY, records.stays(), _below(Stay, episode=episodes)),
        change(shapes.SUPPORT, records.support(), _below(SupportDelivered, episode=episodes)),
        change(shapes.OTHER_SUPPORT, records.other_support()),
        change(shapes.CONTACT, records.contacts()),
        change(shapes.NEED, records.needs()),
        change(shapes.GOAL_STEP, records.goal_steps(), _below(GoalStep, step=steps)),
        change(shapes.APPOINTMENT, records.appointments()),
    ]
    sent = list(records.sent_references())
    sent += _organisation_reference(records, token, organisation)
    sent += _touched(records)
    return [*changes, change(shapes.REFERENCE, sent)]


def _below(model: Any, **parents: list[UUID]) -> list[UUID]:
    """The stored rows below these cases or episodes."""
    ((name, ids),) = parents.items()
    found: list[UUID] = []
    for batch in writing.batches(ids):
        rows = model.objects.filter(**{f"{name}__in": batch})
        found.extend(rows.values_list("pk", flat=True))
    return found


def _organisation_reference(records: Records, token: str, organisation: Organisation) -> list[Row]:
    if "organisations" not in records.numbers:
        return []
    own = organisation.pk
    clear = (records.references.source, ORGANISATIONS, own)
    return [Row(own, own, clear, ({"ref": token},))]


def _touched(records: Records) -> list[Row]:
    """The sealed references of earlier episodes that get rows from this bundle: both together."""
    touched = records.episodes_touched()
    ids = {records.references.kind("episodes")[reference]: reference for reference in touched}
    held = list(ImportedReference.objects.filter(pk__in=ids))
    rows = []
    for reference in held:
        sent = dict(reference.sent)
        for name, told in records.episode_sent(ids[reference.pk]).items():
            sent[name] = sorted({*sent.get(name, []), *told}) if isinstance(told, list) else told
        clear = (reference.source, reference.kind, reference.subject_id)
        rows.append(Row(reference.pk, reference.subject_id, clear, (sent,)))
    return rows
