"""What was done on a case, and what is next."""

from diary.models.appointment import Appointment
from diary.models.contact_made import ContactMade
from diary.models.entry import Entry, EntryQuerySet
from diary.models.next_step import NextStep
from diary.models.note import Note

__all__ = ["Appointment", "ContactMade", "Entry", "EntryQuerySet", "NextStep", "Note"]
