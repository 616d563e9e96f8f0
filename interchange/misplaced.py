"""Records of a bundle that an organisation other than the bundle's holds already."""

from typing import Final

from accommodation.models import (
    Episode,
    PlacementReferral,
    Provision,
    Stay,
    SupportDelivered,
    Unit,
)
from accounts.models import Organisation, Service, TenantModel, User
from accounts.tenancy import as_system, enter
from cases.models import Case, Person, PersonCausingHarm
from diary.models import Appointment, ContactMade, NextStep, Note
from interchange import writing
from interchange.earlier import organisation_id
from interchange.faults import Faults
from interchange.reading import Bundle
from interchange.references import References
from support.models import Goal, Need

_MODELS: Final[dict[str, type[TenantModel]]] = {
    "services": Service,
    "provision": Provision,
    "units": Unit,
    "people": Person,
    "cases": Case,
    "people_causing_harm": PersonCausingHarm,
    "referrals": PlacementReferral,
    "episodes": Episode,
    "stays": Stay,
    "support": SupportDelivered,
    "other_support": SupportDelivered,
    "notes": Note,
    "needs": Need,
    "goals": Goal,
    "contacts": ContactMade,
    "next_steps": NextStep,
    "appointments": Appointment,
}


def find_misplaced(
    bundle: Bundle,
    references: References,
    own: dict[str, dict[str, list[int]]],
    *,
    by: User | None,
    faults: Faults,
) -> None:
    """Name them, after the database has refused the bundle.

    The database's own message cannot: row-level security keeps it from telling. `own` are the
    places of each organisation's rows in each file.
    """
    for organisation in Organisation.objects.all():
        with enter(organisation, by=by), as_system():
            for token, numbers in own.items():
                if organisation_id(token, references) != organisation.pk:
                    _find_among(bundle, references, numbers, faults)


def _find_among(
    bundle: Bundle, references: References, numbers: dict[str, list[int]], faults: Faults
) -> None:
    """Name those of these rows that the entered organisation holds."""
    for file, model in _MODELS.items():
        table = bundle[file]
        places = {
            references.id_of(file, table[table.file.key][number]): number
            for number in numbers.get(file, [])
        }
        for batch in writing.batches(places):
            for found in model._default_manager.filter(pk__in=batch).values_list("pk"):
                faults.add(
                    table.file.filename,
                    table.lines[places[found[0]]],
                    table.file.key,
                    "this record belongs to another organisation already; "
                    "give the new one a reference of its own",
                )
