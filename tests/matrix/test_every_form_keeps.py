"""Every form in which somebody writes gives it back to them, and lets them throw it away."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.db import transaction

from tests.matrix.addresses import every_address, path_of
from tests.matrix.asking import OPENS, Asker
from tests.matrix.records import word
from tests.matrix.stage import Stage
from tests.matrix.test_matrix import rows, still

__all__ = ["still"]

# Between them they open every form.
WRITERS = ("IDVA, her case", "service manager", "administrator", "commissioner",
           "MARAC coordinator, host")  # fmt: skip

# Forms that keep nothing, by where they are sent, each with its reason.
KEEP_NOTHING = {
    "account_login": "secrets",
    "account_reauthenticate": "secrets",
    "accounts:name_passkey": "how somebody signs in, outside any organisation",
    "accounts:password": "secrets",
    "accounts:remove_factor": "secrets",
    "accounts:tokens": "how another program signs in",
    "cases:find": "what is searched for is kept nowhere",
    "diary:find": "what is searched for is kept nowhere",
    "diary:step_finish": "one line, beside the form that is kept",
    "erasure:erasures": "one reference, asked for and gone",
    "interchange:export": "a passphrase is never kept",
    "interchange:looks": "a passphrase is never kept",
    "mfa_activate_totp": "secrets",
    "mfa_add_webauthn": "how somebody signs in, outside any organisation",
    "mfa_reauthenticate": "secrets",
    "mfa_reauthenticate_webauthn": "secrets",
    "web:gallery": "samples, which lead nowhere",
}
TEXTS = {"", "text", "textarea"}
TYPED = TEXTS | {"date", "email", "number", "search", "tel", "url"}


@dataclass
class Form:
    """A form of a page: where it is sent, where it is kept, and what can be typed into it."""

    action: str
    keeps_at: str
    typed: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    hidden: dict[str, str] = field(default_factory=dict)


class Forms(HTMLParser):
    """The forms of a page that are sent and that somebody writes into."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self._open: Form | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and given.get("method") == "post":
            self._open = Form(given.get("action", ""), given.get("data-unsaved", ""))
            self.found.append(self._open)
        elif self._open and "name" in given:
            kind = given.get("type", "") if tag == "input" else tag
            if kind == "hidden":
                self._open.hidden[given["name"]] = given.get("value", "")
            if kind in TYPED:
                self._open.typed.append(given["name"])
            if kind in TEXTS:
                self._open.texts.append(given["name"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def forms_of(asker: Asker, path: str) -> list[Form]:
    """Return what can be written into on a page, if it is a page."""
    answer = asker.ask("GET", path)
    if answer.status != 200 or "text/html" not in answer.response.headers["Content-Type"]:
        return []
    return [form for form in Forms(answer.text).found if form.typed]


def opened(stage: Stage) -> Iterator[tuple[Asker, str, str]]:
    """Give every page that somebody who writes can open: who asks, its name and its address."""
    matrix = rows()
    for column in WRITERS:
        asker = Asker(stage.personas[column])
        for name in every_address():
            if matrix[name, "read"][column] == OPENS:
                yield asker, name, path_of(name, stage)


def test_every_form_that_is_written_into_keeps_it(stage: Stage) -> None:
    exempt = {path_of(name, stage) for name in KEEP_NOTHING}
    seen = 0
    forgetful: set[str] = set()
    for asker, name, path in opened(stage):
        for form in forms_of(asker, path):
            seen += 1
            if not form.keeps_at and (form.action or path) not in exempt:
                forgetful.add(f"{name}: {', '.join(form.typed)}")

    assert forgetful == set()
    assert seen > 40


def test_what_was_kept_is_on_the_page_again_until_it_is_discarded(stage: Stage) -> None:
    tried: set[str] = set()
    wrong: set[str] = set()
    for asker, name, path in opened(stage):
        for form in forms_of(asker, path):
            if form.keeps_at in tried | {""}:
                continue
            tried.add(form.keeps_at)
            faults = faults_of(asker, path, form)
            wrong |= {f"{name}: {fault}" for fault in faults}

    assert wrong == set()
    assert len(tried) > 15


def faults_of(asker: Asker, path: str, form: Form) -> Iterator[str]:
    """Keep a word in the form, open its page, discard it and open the page once more."""
    written, client = word(), asker.client
    typed = dict.fromkeys(form.texts, written) or dict.fromkeys(form.typed, "2020-02-29")
    looked_for = written if form.texts else "2020-02-29"
    with transaction.atomic():
        client.post(form.keeps_at, form.hidden | typed)
        page = client.get(path)
        if looked_for not in page.content.decode():
            yield "what was kept is not there"
        if b"data-discard" not in page.content:
            yield "it cannot be discarded"
        _, kind, *record = form.keeps_at.strip("/").split("/")
        kept_as = {"form": kind, "record": "".join(record), "back": path}
        client.post("/unsaved/", kept_as)
        if looked_for in client.get(path).content.decode():
            yield "it is still there"
        transaction.set_rollback(True)
