"""The form of one setting: whatever its kind asks for."""

from typing import Any

from django import forms

from accounts.settings.declaring import Setting


class SettingForm(forms.Form):
    """The value of one setting."""

    use_required_attribute = False

    def __init__(self, *args: Any, setting: Setting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = setting.kind.field()
        self.fields["value"].label = setting.name
