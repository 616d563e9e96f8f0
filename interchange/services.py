"""Importing a bundle: all of it or nothing, in one transaction across organisations."""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accommodation import authorities
from accounts import access
from accounts.models import Organisation, User
from accounts.permissions import Permission
from accounts.tenancy import as_system, enter
from audit import events
from cases.conflicts.walls import match_records
from cases.events import announce
from cases.search.keeping import keep
from encryption import organisations, subjects
from interchange import shapes, writing
from interchange.cells import AuthorityLife, Rules
from interchange.changing import all_changes, changed_contact, changed_people, new_subjects
from interchange.checking import check_bundle
from interchange.columns import FILES
from interchange.earlier import Mentioned, add_known, organisation_id, source_of
from interchange.erased import find_erased
from interchange.facts import Facts, gather
from interchange.faults import BundleRefused, Faults
from interchange.known import Known
from interchange.misplaced import find_misplaced
from interchange.reading import Bundle, read_bundle
from interchange.records import Records
from interchange.references import ORGANISATIONS, References
from interchange.sending import Sender, sending

Progress = Callable[[int, int], None]
"""Told how many rows were brought over so far, of how many."""

# The longest text of the columns that are stored in clear.
LIMITS: Final = {("organisations", "name"): 300}


class ImportNotAllowed(Exception):
    """The person may not import into this organisation; nothing was written."""


@dataclass(frozen=True)
class Imported:
    """What an import did: rows read, and records that it added, changed and removed."""

    rows: int
    added: int
    changed: int
    removed: int
    ignored: tuple[str, ...] = ()


def rules(today: date) -> Rules:
    """What the checks need to know of the world on a day."""
    lives: dict[str, AuthorityLife] = {}
    for code, authority in authorities.register().items():
        life = AuthorityLife(code, authority.tier, authority.valid_from, authority.valid_to)
        for known_as in (*authority.other_codes, code):
            lives[known_as] = life
    return Rules(today, lives, LIMITS)


def import_bundle(
    path: Path,
    *,
    source: str = "bundle",
    by: User | None,
    dry_run: bool = False,
    today: date | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Bring the bundle at `path` in, as a person or as the operator (None).

    Raises BundleRefused with every fault, or ImportNotAllowed; nothing is written then. A dry run
    checks all and writes nothing.
    """
    faults = Faults()
    bundle = read_bundle(path, faults)
    if not any(len(table) for table in bundle.tables.values()) and faults:
        raise BundleRefused(faults)
    with _collecting_no_garbage(), transaction.atomic():
        done = _Import(bundle, References(source), by, today or timezone.localdate(), faults)
        done.check()
        if dry_run:
            return done.result()
        try:
            with transaction.atomic():
                done.write(progress or (lambda rows, of: None))
        except IntegrityError:
            own = done.numbers_by_organisation()
            find_misplaced(bundle, done.references, own, by=by, faults=faults)
            if faults:
                raise BundleRefused(faults) from None
            raise
        return done.result()


@contextmanager
def _collecting_no_garbage() -> Iterator[None]:
    """Keep Python from looking for rings among what an import holds to its end: there are none,
    and it would look at millions of objects again and again."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _wait_for_other_imports(organisations: Iterable[UUID] | None) -> None:
    """Let one import at a time into an organisation; None: into any, so that this one goes alone.

    Every import takes the lock of all first, then those of its organisations in one order.
    """
    with connection.cursor() as cursor:
        if organisations is None:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('rowan-import', 0))")
            return
        cursor.execute("SELECT pg_advisory_xact_lock_shared(hashtextextended('rowan-import', 0))")
        for organisation in sorted(organisations):
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                [f"rowan-import:{organisation}"],
            )


class _Import:
    """One import on its way."""

    def __init__(
        self,
        bundle: Bundle,
        references: References,
        by: User | None,
        today: date,
        faults: Faults,
    ) -> None:
        self.bundle = bundle
        self.references = references
        self.by = by
        self.today = today
        self.faults = faults
        self.known = Known()
        self.existing: dict[UUID, Organisation] = {}
        self.facts: Facts | None = None
        self.counts = {"added": 0, "changed": 0, "removed": 0}

    def result(self) -> Imported:
        rows = sum(len(table) for table in self.bundle.tables.values())
        return Imported(rows, **self.counts, ignored=self.bundle.ignored)

    def check(self) -> None:
        """Find every fault; raise BundleRefused when there is one."""
        self._look_at_organisations()
        check_bundle(self.bundle, known=self.known, rules=rules(self.today), faults=self.faults)
        if self.faults:
            raise BundleRefused(self.faults)
        self.facts = gather(self.bundle, self.known)

    def _look_at_organisations(self) -> None:
        """Enter each organisation concerned that is here already, and note what it holds."""
        table = self.bundle["organisations"]
        ids = self.references.kind(ORGANISATIONS)
        own = {
            ids[ref]: line for ref, line in zip(table["organisation_ref"], table.lines, strict=True)
        }
        mentioned = Mentioned(self.bundle, self.references)
        wanted = Organisation.objects.all()
        if mentioned.any_absent():
            _wait_for_other_imports(None)
        else:
            _wait_for_other_imports(own)
            wanted = wanted.filter(pk__in=own)
        self.existing = {found.pk: found for found in wanted}
        if self.by is not None and own.keys() - self.existing.keys():
            raise ImportNotAllowed(
                "Only the installation's operator may bring in a new organisation."
            )
        for organisation in self.existing.values():
            with enter(organisation, by=self.by), as_system():
                if self._may_enter(organisation, own):
                    add_known(self.known, mentioned, organisation)
                    find_erased(self.bundle, self.references, organisation.pk, self.faults)

    def _may_enter(self, organisation: Organisation, own: dict[UUID, int]) -> bool:
        source = source_of(organisation.pk)
        if source != self.references.source:
            if organisation.pk in own:
                self.faults.add(
                    "organisations.csv",
                    own[organisation.pk],
                    "organisation_ref",
                    "an organisation of another source has this reference, and is never "
                    "overwritten; import from that source, or give this one its own reference",
                )
            return False
        if self.by is None or access.has_permission(self.by, Permission.BUNDLE_IMPORT):
            return True
        if organisation.pk in own:
            raise ImportNotAllowed("You may not import into every organisation of this bundle.")
        return False

    def write(self, progress: Progress) -> None:
        """Write organisation by organisation."""
        total = sum(len(table) for table in self.bundle.tables.values())
        done = 0
        for token, numbers in self.numbers_by_organisation().items():
            self._write_organisation(token, numbers)
            done += sum(len(rows) for rows in numbers.values())
            progress(done, total)

    def numbers_by_organisation(self) -> dict[str, dict[str, list[int]]]:
        """The places of each organisation's rows in each file, by its reference or mark."""
        facts = self.facts
        assert facts is not None  # noqa: S101 - checked before anything is written
        services, cases = facts.service_organisation, facts.case_organisation
        leads: dict[str, tuple[str, Callable[[str], str]]] = {
            "organisations": ("organisation_ref", str),
            "services": ("organisation_ref", str),
            "provision": ("service_ref", services.__getitem__),
            "units": ("service_ref", services.__getitem__),
            "people": ("organisation_ref", str),
            "cases": ("organisation_ref", str),
            "case_people": ("case_ref", cases.__getitem__),
            "people_causing_harm": ("case_ref", cases.__getitem__),
            "other_support": ("case_ref", cases.__getitem__),
            "needs": ("case_ref", cases.__getitem__),
            "goals": ("case_ref", cases.__getitem__),
            "notes": ("case_ref", cases.__getitem__),
            "contacts": ("case_ref", cases.__getitem__),
            "next_steps": ("case_ref", cases.__getitem__),
            "appointments": ("case_ref", cases.__getitem__),
            "referrals": ("provision_ref", facts.organisation_of_provision),
            "episodes": ("provision_ref", facts.organisation_of_provision),
        }
        of_episode = {
            reference: facts.organisation_of_provision(episode.provision)
            for reference, episode in facts.episodes.items()
        }
        found: defaultdict[str, dict[str, list[int]]] = defaultdict(dict)
        for file in FILES:
            column, lead = leads.get(file.name, ("episode_ref", of_episode.__getitem__))
            for number, cell in enumerate(self.bundle[file.name][column]):
                found[lead(cell)].setdefault(file.name, []).append(number)
        return dict(found)

    def _write_organisation(self, token: str, numbers: dict[str, list[int]]) -> None:
        assert self.facts is not None  # noqa: S101 - as above
        own_id = organisation_id(token, self.references)
        new = own_id not in self.existing
        organisation = self._organisation(token, own_id, numbers, new)
        with enter(organisation, by=self.by), as_system():
            if new:
                organisations.create(own_id)
            records = Records(self.facts, self.references, numbers, self.today)
            changes = all_changes(records, token, organisation, new=new)
            self._apply(changes, organisation, records, new)

    def _organisation(
        self, token: str, own_id: UUID, numbers: dict[str, list[int]], new: bool
    ) -> Organisation:
        if "organisations" not in numbers:
            return self.existing[own_id]
        table, number = self.bundle["organisations"], numbers["organisations"][0]
        name, kind = table["name"][number], table["kind"][number]
        if new:
            self.counts["added"] += 1
            return Organisation.objects.create(pk=own_id, name=name, kind=kind)
        organisation = self.existing[own_id]
        if (organisation.name, organisation.kind) != (name, kind):
            organisation.name, organisation.kind = name, kind
            organisation.save(update_fields=["name", "kind"])
            self.counts["changed"] += 1
        return organisation

    def _apply(
        self,
        changes: list[writing.Changes],
        organisation: Organisation,
        records: Records,
        new: bool,
    ) -> None:
        """Name the event, make the keys of new subjects, then write."""
        written = dict.fromkeys(
            row for found in changes if found.shape is not shapes.REFERENCE for row in found.ids()
        )
        if new or any(found.inserts or found.updates or found.deletes for found in changes):
            events.write("bundle.import", by=self.by, subjects=[organisation.pk, *written])
        moved = changed_contact(changes, by=self.by)
        with sending() as sender:
            self._send(changes, organisation.pk, sender, new=new)
        for one in moved:
            announce(one)
        changed = changed_people(changes)
        keep(changed["people"])
        match_records(**changed)
        for found in changes:
            if found.shape is not shapes.REFERENCE:
                fresh = len(found.new_ids)
                anew = len(found.inserts) - fresh
                self.counts["added"] += fresh
                self.counts["changed"] += len(found.updates) + anew
                self.counts["removed"] += len(found.deletes) - anew

    def _send(
        self, changes: list[writing.Changes], organisation: UUID, sender: Sender, *, new: bool
    ) -> None:
        """Send what needs no sealing first, most of the rows, so that the database is at work
        while the others are sealed; once all parents are there it looks at the references."""
        sealed = []
        for found in changes:
            if found.shape.sealed:
                sealed.append(found)
            else:
                writing.apply(found, organisation, sender)
        for kind, ids in new_subjects(changes, organisation, new=new):
            subjects.create(
                organisation_id=organisation, kind=kind, subject_ids=ids, send=sender.send
            )
        for found in sealed:
            writing.apply(found, organisation, sender)
            if found.shape is shapes.LAST_PARENT:
                writing.check_references(changes, sender)
        writing.leave_references(changes, sender)
