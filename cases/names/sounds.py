"""How a name sounds, in English and as other languages spell it in Latin letters."""

import re
from itertools import product

import jellyfish

_SHORTEST_SKELETON = 3
# One sound each, longest first. Capitals are sounds already told apart.
_SOUNDS = (
    ("shch", "S"), ("szcz", "S"), ("tsch", "C"), ("tch", "C"), ("sch", "S"), ("sz", "S"),
    ("sh", "S"), ("cz", "C"), ("ch", "C"), ("dzh", "J"), ("dj", "J"), ("zh", "J"), ("rz", "J"),
    ("kh", "K"), ("gh", "G"), ("ph", "F"), ("bh", "B"), ("ck", "K"), ("q", "K"), ("x", "KS"),
)  # fmt: skip
# What one letter or two stand for differs from language to language: each is tried.
_READINGS = (
    ("j", ("J", "y")),
    ("w", ("V", "u")),
    ("th", ("T", "S")),
    ("dh", ("D", "Z")),
    ("c", ("K", "S", "C")),
)
_IRISH = (
    (re.compile("(?<!^)[bm]h"), "V"), (re.compile("^mh|^bh"), "V"), (re.compile("[dgtf]h"), "h"),
    (re.compile("s(?=[ei])"), "S"), (re.compile("c"), "K"),
)  # fmt: skip


def sounds(word: str) -> frozenset[str]:
    """Return how a folded word of Latin letters sounds; the ways of telling never meet."""
    if not word.isascii():
        return frozenset()
    found = {f"m {jellyfish.metaphone(word)}", f"n {jellyfish.nysiis(word)}"}
    found |= {f"r {key}" for key in _skeletons(word)}
    return frozenset(found - {"m ", "n "})


def _skeletons(word: str) -> set[str]:
    """Return the consonants of a word as several languages would say them.

    A skeleton of fewer than three is no likeness: too many names share it.
    """
    plain = word
    for written, sound in _SOUNDS:
        plain = plain.replace(written, sound)
    found = {_reduced(one) for one in _readings(plain)}
    if re.search("[bmdgtf]h|^s[ei]", word):
        irish = word
        for pattern, sound in _IRISH:
            irish = pattern.sub(sound, irish)
        found.add(_reduced(irish))
    return {key for key in found if len(key) >= _SHORTEST_SKELETON}


def _readings(plain: str) -> list[str]:
    present = [(written, ways) for written, ways in _READINGS if written in plain]
    found = []
    for chosen in product(*(ways for _, ways in present)):
        read = plain
        for (written, _), sound in zip(present, chosen, strict=True):
            read = read.replace(written, sound)
        found.append(read)
    return found


def _reduced(read: str) -> str:
    """Leave out vowels and breaths but a first vowel, and write a doubled consonant once."""
    key = ""
    for place, letter in enumerate(read):
        if letter in "aeiou" or (letter in "yh" and place):
            sound = "A" if place == 0 else ""
        else:
            sound = letter.upper()
        if sound and not key.endswith(sound):
            key += sound
    return key
