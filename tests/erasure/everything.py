"""All that the keys of a restored system still open, a line for each value. Run as a program."""

import os
import sys

import django


def main() -> None:
    """Print every sealed value of every organisation, opened."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from accounts.models import Organisation
    from accounts.tenancy import as_system, enter
    from tests.sweep.canaries import sealed_fields

    for organisation in Organisation.objects.all():
        with enter(organisation, by=None), as_system():
            for model, one in sealed_fields():
                for record in model._default_manager.all():
                    sys.stdout.write(f"{one.tag}: {getattr(record, one.attname)}\n")


if __name__ == "__main__":
    main()
