"""Kinds of what is recorded about somebody, each with a permission of its own.

A role says which kinds it works with; a grant for a purpose may narrow them further for one case
(``cases.sight``). What a person may not see is left out of pages, exports, histories and errors
alike.
"""

from enum import StrEnum

from accounts.permissions import Permission


class FieldClass(StrEnum):
    """One kind of what is recorded."""

    IDENTITY = "identity"
    SAFE_CONTACT = "safe_contact"
    LOCATION = "location"
    NARRATIVE = "narrative"
    PROFILE = "profile"
    IMMIGRATION = "immigration"
    HARM = "harm"

    @property
    def permission(self) -> Permission:
        """Return the permission to see this kind."""
        return _PERMISSIONS[self]

    @property
    def words(self) -> str:
        """Say what belongs to this kind."""
        return _WORDS[self]


_PERMISSIONS = {
    FieldClass.IDENTITY: Permission.IDENTITY_SEE,
    FieldClass.SAFE_CONTACT: Permission.SAFE_CONTACT_SEE,
    FieldClass.LOCATION: Permission.LOCATION_SEE,
    FieldClass.NARRATIVE: Permission.NARRATIVE_SEE,
    FieldClass.PROFILE: Permission.PROFILE_SEE,
    FieldClass.IMMIGRATION: Permission.IMMIGRATION_SEE,
    FieldClass.HARM: Permission.HARM_SEE,
}

_WORDS = {
    FieldClass.IDENTITY: "names and dates of birth",
    FieldClass.SAFE_CONTACT: "how to make contact safely",
    FieldClass.LOCATION: "where they live",
    FieldClass.NARRATIVE: "what happened: notes, risk, plans",
    FieldClass.PROFILE: "what they told about themselves",
    FieldClass.IMMIGRATION: "immigration status",
    FieldClass.HARM: "the person causing harm",
}
