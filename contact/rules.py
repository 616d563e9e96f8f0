"""What holds on one channel, as it is sealed and as it is said."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from contact.choices import CALLS, Channel, Device
from contact.hours import Hours, Timetable

_YES = ("allowed", "withheld", "voicemail")
_TEXTS = (
    "device", "say_name", "may_answer", "code_word", "code_question", "interpreter", "first",
)  # fmt: skip
_HOURS = ("safe", "blocked")


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Whether a channel may be used, when and how. Nothing recorded means that it may not."""

    allowed: bool = False
    safe: Sequence[Hours] = ()
    blocked: Sequence[Hours] = ()
    withheld: bool = False
    voicemail: bool = False
    device: str = ""
    # Which name to give, who may answer, and what to do before: "Text first".
    say_name: str = ""
    may_answer: str = ""
    code_word: str = ""
    code_question: str = ""
    interpreter: str = ""
    first: str = ""

    @classmethod
    def from_record(cls, held: Mapping[str, Any]) -> Self:
        """Read a rule as it is sealed; an erased one allows nothing."""
        hours: dict[str, Any] = {
            name: tuple(Hours.from_record(one) for one in held.get(name, ())) for name in _HOURS
        }
        plain = {name: held[name] for name in (*_YES, *_TEXTS) if name in held}
        return cls(**hours, **plain)

    def as_record(self) -> dict[str, Any]:
        """Return what is sealed."""
        plain: dict[str, Any] = {name: getattr(self, name) for name in (*_YES, *_TEXTS)}
        hours = {name: [one.as_record() for one in getattr(self, name)] for name in _HOURS}
        return plain | hours

    @property
    def timetable(self) -> Timetable:
        """Return when it may be used."""
        return Timetable(self.safe, self.blocked) if self.allowed else Timetable()

    def to_do(self, channel: str) -> list[str]:
        """Say what to do on this channel, in the order in which it is done."""
        return list(self._to_do(channel)) if self.allowed else []

    def _to_do(self, channel: str) -> Iterator[str]:
        if self.first:
            yield self.first
        if channel in CALLS and self.withheld:
            yield "Call from a withheld number"
        if self.say_name:
            yield f"Say that you are: {self.say_name}"
        if self.may_answer:
            yield f"May answer: {self.may_answer}"
        if self.code_word:
            yield f"Code word: {self.code_word}"
        if self.code_question:
            yield f"Ask first: {self.code_question}"
        if self.interpreter:
            yield f"Interpreter: {self.interpreter}"
        yield from (one.words for one in self.safe)

    def not_to_do(self, channel: str) -> list[str]:
        """Say what not to do on this channel."""
        return list(self._not_to_do(channel)) if self.allowed else []

    def _not_to_do(self, channel: str) -> Iterator[str]:
        if channel in CALLS and not self.voicemail:
            yield "Leave no voicemail"
        if self.device in (Device.SHARED, Device.MONITORED):
            yield Device(self.device).label
        yield from (f"Not {one.words}" for one in self.blocked)


def label_of(channel: str) -> str:
    """Say which channel."""
    return str(Channel(channel).label)
