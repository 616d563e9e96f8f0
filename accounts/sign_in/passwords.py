"""What a password may be, and changing one's own.

No rule about capitals, digits or signs and no expiry: length, and not among those that are tried
first. The list of common and leaked passwords is Django's own (twenty thousand), on this machine.
"""

import re

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.middleware import organisations_of
from accounts.models import Organisation, User
from audit import events

SHORTEST, LONGEST = 12, 128
_SHORTEST_WORD = 4
# What must be left of a password besides the words that anybody would try for this person.
_REST = 8
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "01234567890123456789")
_FEWEST_SIGNS = 5


class LengthValidator:
    """Long enough to withstand guessing, and no longer than what is hashed without much work."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse a password of fewer than 12 characters, or of more than 128."""
        if len(password) < SHORTEST:
            raise ValidationError(
                f"Choose a password of at least {SHORTEST} characters", code="password_too_short"
            )
        if len(password) > LONGEST:
            raise ValidationError(
                f"Choose a password of at most {LONGEST} characters", code="password_too_long"
            )

    def get_help_text(self) -> str:
        """What is asked of a password."""
        return "At least 12 characters. Three or four words that do not belong together are good."


class CommonValidator(CommonPasswordValidator):
    """Not a common password, nor one that is dressed up: repeated, in another case, with digits."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse a password that is among the first that are tried."""
        plain = password.lower().strip()
        if any(form in self.passwords for form in _undressed(plain)) or _is_a_run(plain):
            raise ValidationError(
                "Choose another password: this one is among the first that are tried",
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        """What is asked of a password."""
        return ""


class OwnWordsValidator:
    """Not made of the person's name, address or workplace, nor of the name of this system."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuse a password of which little is left without those words."""
        rest = password.lower()
        for word in sorted(_own_words(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(re.sub(r"[\W\d_]", "", rest)) < _REST and rest != password.lower():
            raise ValidationError(
                "Choose a password without your name, your address or where you work",
                code="password_too_similar",
            )

    def get_help_text(self) -> str:
        """What is asked of a password."""
        return ""


@transaction.atomic
def change(*, user: User, password: str, by: User | None) -> None:
    """Give a person another password; it ends every session that was opened with the old one."""
    events.session("sign_in.change_password", by=by)
    user.set_password(password)
    user.save(update_fields=["password"])


def _undressed(password: str) -> set[str]:
    """Return the password without what people put around a common one to make it pass."""
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", password)
    forms = {password, core, re.sub(r"[\W_]", "", password)}
    for form in tuple(forms):
        once = re.fullmatch(r"(.+?)\1+", form)
        forms |= {once[1]} if once else set()
    return forms - {""}


def _is_a_run(password: str) -> bool:
    """Whether it follows the alphabet, the digits or the keyboard, or has very few signs."""
    if len(set(password)) < _FEWEST_SIGNS:
        return True
    return any(password in run or password in run[::-1] for run in _RUNS)


def _own_words(user: User | None) -> set[str]:
    words = {"rowan"}
    if user is not None:
        names = Organisation.objects.filter(pk__in=organisations_of(user))
        texts = [user.full_name, user.email, *names.values_list("name", flat=True)]
        words |= {word for text in texts for word in re.split(r"[\W\d_]+", text.lower())}
    return {word for word in words if len(word) >= _SHORTEST_WORD}
