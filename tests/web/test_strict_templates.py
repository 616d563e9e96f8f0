"""The check for misspelt names in templates does check."""

import pytest
from django.template import engines


def test_a_misspelt_name_fails() -> None:
    template = engines["django"].from_string("{{ not_there }}")

    with pytest.raises(AssertionError, match="not_there"):
        template.render({})


def test_a_name_that_may_be_absent_can_be_asked_for() -> None:
    template = engines["django"].from_string("{% if not_there %}yes{% else %}no{% endif %}")

    assert template.render({}) == "no"
