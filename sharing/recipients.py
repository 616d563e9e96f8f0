"""Whether what leaves is addressed to somebody who must not have it."""

from cases.models import Case, PersonCausingHarm
from cases.names.folding import folded
from family.choices import MemberKind
from family.models import NetworkMember

_HARM = "This names somebody who causes harm in this case. Nothing is made for them."
_NOT_TO_TELL = "This names somebody who is not safe to tell. Nothing is made for them."


def fault_of(case: Case, to: str) -> str:
    """Say why nothing is made for whoever this names; blank where nothing speaks against it."""
    words = set(folded(to).split())
    for harm in PersonCausingHarm.objects.filter(case=case):
        if _named(words, harm.full_name) or _named(words, f"{harm.known_as} {harm.family_name}"):
            return _HARM
    for member in NetworkMember.objects.filter(case=case, kind=MemberKind.NOT_TO_TELL):
        if _named(words, member.name):
            return _NOT_TO_TELL
    return ""


def _named(words: set[str], name: str) -> bool:
    parts = set(folded(name).split())
    return bool(parts) and parts <= words
