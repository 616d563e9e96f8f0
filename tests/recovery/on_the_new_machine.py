"""What somebody does in the restored system: sign in and read the case. Run as a program."""

import os
import sys

import django


def main(email: str, reference: str) -> None:
    """Print the page of the case, as the person sees it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    django.setup()
    from django.test import Client

    from accounts.models import User
    from tests.sign_in.people import enter_code, enter_password

    client = Client(headers={"host": "localhost"})
    user = User.objects.get(email=email)
    assert enter_password(client, user).status_code == 302
    assert enter_code(client).status_code == 302
    sys.stdout.write(client.get(f"/c/{reference}/").content.decode())


if __name__ == "__main__":
    main(*sys.argv[1:])
