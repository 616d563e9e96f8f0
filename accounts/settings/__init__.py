"""An organisation's settings: declared in code, changed on a page, never forgotten.

`register` declares one, in any app; `value_of` reads it in the organisation that is entered;
`change` records from what to what, by whom and when.
"""

from accounts.settings.declaring import Scope, Setting, register
from accounts.settings.services import change
from accounts.settings.values import value_of

__all__ = ["Scope", "Setting", "change", "register", "value_of"]
