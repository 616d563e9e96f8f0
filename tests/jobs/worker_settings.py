"""Settings of a worker process in tests: the test's database, and the tasks of the tests."""

import os

from config.settings import *  # noqa: F403
from config.settings import DATABASES, INSTALLED_APPS

for _connection in DATABASES.values():
    _connection["NAME"] = os.environ["ROWAN_TEST_DATABASE"]
INSTALLED_APPS = [*INSTALLED_APPS, "tests.jobs.probe"]
