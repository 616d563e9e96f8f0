"""Every verb that the code gives to the trail has a sentence."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from audit.sentences import SENTENCES, Topic
from cases.choices import GrantKind
from encryption.models import Rotation

_HERE = Path(__file__).parents[2]
# What stores an event, and what passes a verb on to it.
_STORES = frozenset(
    {"events.write", "events.read", "events.session", "note_read", "_looked", "_step", "_event"}
)
# A verb that is put together, by its text: what it may come to.
_PUT_TOGETHER = {
    "handover.": ["accepted", "returned", "withdrawn"],
    "access.give_": GrantKind.values,
    "keys.rotate_": Rotation.Kind.values,
    "keys.rotated_": Rotation.Kind.values,
}


def app_files() -> Iterator[Path]:
    """Give the files of our own apps."""
    for app in apps.get_app_configs():
        folder = Path(app.path)
        if folder.parent == _HERE:
            yield from folder.rglob("*.py")


def is_verb(text: str) -> bool:
    """Say whether a text has the form of a verb."""
    noun, dot, verb = text.partition(".")
    return bool(dot) and all(
        one.replace("_", "").isalpha() and one.islower() for one in (noun, verb)
    )


def texts(node: ast.AST) -> Iterator[str]:
    """Give the texts that an expression may come to."""
    if isinstance(node, ast.JoinedStr):
        head = node.values[0]
        assert isinstance(head, ast.Constant), ast.dump(node)
        begins = str(head.value)
        yield from (begins + one for one in _PUT_TOGETHER.get(begins, ["unknown"]))
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _called(function: ast.expr) -> str:
    """Return the name of what is called, those of ``audit.events`` with the module's."""
    if isinstance(function, ast.Attribute):
        of = function.value.id if isinstance(function.value, ast.Name) else ""
        return f"events.{function.attr}" if of == "events" else function.attr
    return function.id if isinstance(function, ast.Name) else ""


def verbs_in(source: str) -> set[str]:
    """Return the verbs that a module stores events with."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            if _called(node.func) in _STORES:
                found |= {one for given in node.args for one in texts(given)}
        elif isinstance(node, ast.Assign):
            names = [one.id for one in node.targets if isinstance(one, ast.Name)]
            if any(name.lower().endswith("verb") for name in names):
                found |= set(texts(node.value))
    return {one for one in found if is_verb(one)}


def test_verbs_are_found_however_they_are_given() -> None:
    source = 'VERB = "a.b"\nverb = "c.d" if x else "e.f"\nevents.write(f"access.give_{kind}")\n'

    assert verbs_in(source) == {"a.b", "c.d", "e.f"} | {
        f"access.give_{kind.value}" for kind in GrantKind
    }


def test_every_verb_has_a_sentence() -> None:
    missing = {
        f"{path.relative_to(_HERE)}: {verb}"
        for path in app_files()
        for verb in verbs_in(path.read_text(encoding="utf-8"))
        if verb not in SENTENCES
    }

    assert sorted(missing) == []


def test_sentences_follow_a_name_and_give_nothing_away() -> None:
    for verb, sentence in SENTENCES.items():
        assert sentence.did[0].islower(), verb
        assert not sentence.did.endswith("."), verb
    assert {one.topic for one in SENTENCES.values()} == set(Topic)
