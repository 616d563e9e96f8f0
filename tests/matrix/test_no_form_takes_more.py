"""What a form does not show it does not take: no name of a model's field gets in beside it.

Each form is sent twice as its page would send it, filled in, and undone each time: once as it is,
and once with the names of all models' fields beside its own. Afterwards every record is the same.
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import Field, Model
from django.urls import resolve

from accounts.models import OnceKey, TenantModel
from accounts.tenancy import enter
from tests.matrix.addresses import every_address, path_of
from tests.matrix.asking import OPENS, Asker
from tests.matrix.stage import Stage
from tests.matrix.test_every_form_keeps import WRITERS
from tests.matrix.test_matrix import rows, still

__all__ = ["still"]

OURS = (
    "accounts", "accommodation", "cases", "contact", "marac", "moveon", "returns", "risk",
    "safety_plans",
)  # fmt: skip
# They end the session, or what they give is not a page.
LEFT_OUT = {
    "accounts:sign_out", "accounts:lock", "accounts:unsaved", "interchange:export",
    "interchange:looks",
}  # fmt: skip
# Or the forms were not filled in.
FEWEST_THAT_WRITE = 2
TODAY = datetime.date.today().isoformat()  # noqa: DTZ011


@dataclass
class Form:
    """A form of a page: where it is sent, and what a browser sends when it is filled in."""

    action: str
    data: dict[str, list[str]] = field(default_factory=dict)


class FilledIn(HTMLParser):
    """The forms of a page, each question answered: what is blank is filled in or chosen."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._open: Form | None = None
        self._area = ""
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "form" and given.get("method") == "post":
            self._open = Form(given.get("action", ""))
            self.found.append(self._open)
        elif self._open is None:
            return
        elif tag == "select":
            self._select = name
        elif tag == "option" and given.get("value") and self._select:
            if "selected" in given:
                self._open.data[self._select] = [given["value"]]
            self._open.data.setdefault(self._select, [given["value"]])
        elif tag == "textarea":
            self._area = name
            self._open.data[name] = [""]
        elif name and tag in ("input", "button"):
            self._answer(name, given)

    def _answer(self, name: str, given: dict[str, str]) -> None:
        assert self._open is not None
        kind, value = given.get("type", "text"), given.get("value", "")
        if kind in ("radio", "checkbox"):
            if name not in self._open.data or "checked" in given:
                self._open.data[name] = [value or "on"]
        else:
            self._open.data.setdefault(name, [value or _typed(name, kind)])

    def handle_data(self, data: str) -> None:
        if self._area and self._open is not None:
            self._open.data[self._area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._open is not None and self._area:
            written = self._open.data[self._area][0].strip()
            self._open.data[self._area] = [written or "Written in a few words"]
            self._area = ""


def _typed(name: str, kind: str) -> str:
    year, month, day = TODAY.split("-")
    parts = {"_day": day, "_month": month, "_year": year, "_0": day, "_1": month, "_2": year}
    known = {"date": TODAY, "email": "new@example.org", "number": "1", "time": "10:00"}
    ending = next((value for end, value in parts.items() if name.endswith(end)), None)
    return ending or known.get(kind, "1" if "number" in name else "Some words here")


def forms_of(asker: Asker, stage: Stage, column: str) -> Iterator[tuple[str, Form, set[str]]]:
    """Give the forms on the pages that somebody opens, with the names that their pages use."""
    matrix, seen = rows(), set[str]()
    for name in every_address():
        if name.startswith(("account_", "mfa_")) or matrix[name, "read"][column] != OPENS:
            continue
        path = path_of(name, stage)
        answer = asker.ask("GET", path)
        if answer.status != 200 or "text/html" not in answer.response.headers["Content-Type"]:
            continue
        found = FilledIn(answer.text).found
        for form in found:
            form.action = form.action or path
            to = resolve(form.action.split("?")[0]).view_name
            known = {key for other in found for key in other.data}
            if to not in LEFT_OUT and not to.startswith(("account_", "mfa_")):
                key = f"{to} {sorted(form.data)}"
                if key not in seen:
                    seen.add(key)
                    yield to, form, known


def models() -> list[type[Model]]:
    """Return the models of which no form may change more than it shows."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in OURS and model is not OnceKey
    ]


def hostile(stage: Stage) -> dict[str, str]:
    """Return the name of every model's field, with something to set it to."""
    found: dict[str, str] = {}
    for model in models():
        for each in model._meta.concrete_fields:
            found[each.name] = found[each.attname] = _hostile(each, stage)
    return found


def _hostile(each: "Field[Any, Any]", stage: Stage) -> str:
    if each.is_relation and each.related_model is not None:
        named = {
            "User": stage.personas["service manager, elsewhere"].pk,
            "Organisation": stage.strangers.case.organisation_id,
            "Case": stage.strangers.case.pk,
            "Service": stage.house.pk,
        }
        return str(named.get(each.related_model._meta.object_name or "", stage.strangers.case.pk))
    kind = each.get_internal_type()
    words = {"BooleanField": "on", "DateField": "2001-02-03", "DateTimeField": "2001-02-03 04:05"}
    return words.get(kind, "7" if "Integer" in kind else str(stage.strangers.case.pk))


def state(stage: Stage, organisations: set[UUID], known: set[Any]) -> Counter[str]:
    """Return every record in words; ids that did not exist before are all the same."""
    found: Counter[str] = Counter()
    for model in models():
        if not issubclass(model, TenantModel):
            found.update(_words(one, known) for one in model._default_manager.all())
    for organisation in organisations:
        with enter(organisation, by=None):
            for model in models():
                if issubclass(model, TenantModel):
                    found.update(_words(one, known) for one in model._default_manager.all())
    return found


def _words(one: Model, known: set[Any]) -> str:
    """Say all of a record that is the same each time: no hash, no new id, no password made up."""
    values = []
    for each in one._meta.concrete_fields:
        value = getattr(one, each.attname)
        if isinstance(value, bytes | memoryview) or each.attname == "password":
            continue
        if (each.primary_key or isinstance(value, UUID)) and value not in known:
            value = "new"
        values.append(f"{each.name}={value}")
    return f"{one._meta.label}: {', '.join(values)}"


def ids(organisations: set[UUID]) -> set[Any]:
    """Return the ids of all records that are there."""
    found = set[Any]()
    for organisation in organisations:
        with enter(organisation, by=None):
            for model in models():
                found |= set(model._default_manager.values_list("pk", flat=True))
    return found


def after(asker: Asker, stage: Stage, form: Form, more: dict[str, str], of: set[UUID],
          known: set[Any]) -> tuple[int, Counter[str]]:  # fmt: skip
    """Send a form, look at everything, and undo it."""
    asker.client.cookies.clear()
    asker.client.cookies.load(asker._cookies)
    with transaction.atomic():
        response = asker.client.post(form.action, {**more, **form.data})
        found = state(stage, of, known)
        transaction.set_rollback(True)
    return response.status_code, found


def faults(stage: Stage, columns: tuple[str, ...]) -> Iterator[str]:
    """Try every form of these people; tell what more came of it with the names beside."""
    names = hostile(stage)
    of = {stage.alder.pk, stage.strangers.case.organisation_id, stage.meeting.organisation_id}
    known = ids(of)
    before = state(stage, of, known)
    wrote = 0
    for column in columns:
        asker = Asker(stage.personas[column])
        for to, form, shown in forms_of(asker, stage, column):
            more = {name: value for name, value in names.items() if name not in shown}
            plain = after(asker, stage, form, {}, of, known)
            fuzzed = after(asker, stage, form, more, of, known)
            wrote += plain[1] != before
            if plain != fuzzed:
                new, gone = fuzzed[1] - plain[1], plain[1] - fuzzed[1]
                yield f"{column}: {to} ({plain[0]}, {fuzzed[0]}): {new} for {gone}"
    if wrote < FEWEST_THAT_WRITE * len(columns):
        yield f"only {wrote} forms wrote anything"


def test_no_form_of_a_worker_takes_what_it_does_not_show(stage: Stage) -> None:
    found = list(faults(stage, ("IDVA, her case",)))

    assert not found, "\n".join(found)


@pytest.mark.soak
def test_no_form_takes_what_it_does_not_show(stage: Stage) -> None:
    found = list(faults(stage, WRITERS))

    assert not found, "\n".join(found)
