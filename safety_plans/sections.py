"""The sections of a safety plan, as data: what each is for, and what to think of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a plan."""

    code: str
    title: str
    prompt: str


SECTIONS = (
    Section("home", "At home", "Exits, locks, neighbours, where the telephone is."),
    Section(
        "leaving", "If you need to leave", "Bag, papers, money, where to go, how to get there."
    ),
    Section("apart", "Living apart", "New locks, school, work, routes, who may know the address."),
    Section(
        "phone", "Telephone and internet", "Passwords, location, shared accounts, old devices."
    ),
    Section("children", "Children", "What they know, whom they ring, school and contact."),
    Section("work", "Work, school and going out", "Who is told, routes, what to do if seen."),
    Section("court", "Police and court", "Orders held, what breaks them, whom to ring."),
    Section("feelings", "Looking after yourself", "Who helps, what helps, hard days."),
    Section("pets", "Animals", "Who can take them, and when."),
)

BY_CODE = {section.code: section for section in SECTIONS}
