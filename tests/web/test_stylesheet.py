"""The stylesheet is ours, whole and small; no template writes style or script in its text."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STYLESHEET = ROOT / "web" / "static" / "web" / "rowan.css"
SCRIPT = ROOT / "web" / "static" / "web" / "rowan.js"
TEMPLATES = sorted(path for path in ROOT.glob("*/templates/**/*.html"))


def test_the_stylesheet_is_small() -> None:
    assert STYLESHEET.stat().st_size < 40_000


def test_the_stylesheet_asks_for_nothing_from_elsewhere() -> None:
    words = STYLESHEET.read_text()

    assert not re.search(r"url\(|@import|@font-face|https?:", words)


def test_no_class_is_named_after_an_official_design() -> None:
    names = re.findall(r"\.([a-z][\w-]*)", STYLESHEET.read_text())

    assert not [name for name in names if name.startswith(("govuk", "moj", "nhs"))]


def test_each_token_that_is_used_is_defined() -> None:
    words = STYLESHEET.read_text()

    used = set(re.findall(r"var\((--[\w-]+)\)", words))
    defined = set(re.findall(r"^\s*(--[\w-]+):", words, re.MULTILINE))
    defined |= set(re.findall(r"(--[\w-]+): ", words))
    assert used <= defined


def test_each_token_that_is_defined_is_used() -> None:
    words = STYLESHEET.read_text()

    defined = set(re.findall(r"(--[\w-]+): ", words))
    used = set(re.findall(r"var\((--[\w-]+)\)", words))
    assert defined <= used


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_style_or_script(path: Path) -> None:
    words = path.read_text()

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", words)
    assert not re.search(r"<script(?![^>]*\bsrc=)", words)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_class_in_a_template_is_in_the_stylesheet(path: Path) -> None:
    words = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", path.read_text())
    known = set(re.findall(r"\.([a-zA-Z][\w-]*)", STYLESHEET.read_text()))

    used = {name for group in re.findall(r'class="([^"]*)"', words) for name in group.split()}
    unknown = {name for name in used if not name.endswith("--")} - known
    assert unknown == set()


def test_the_script_asks_for_nothing_from_elsewhere() -> None:
    assert not re.search(r"https?:|//[a-z]+\.", SCRIPT.read_text())
