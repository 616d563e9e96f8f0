"""A worker of its own process."""

import signal
import threading
from types import FrameType

from django.conf import settings
from django.core.management.base import BaseCommand

from encryption.keys import KeyClass
from jobs.worker import Worker


class Command(BaseCommand):
    """Works until it is told to stop."""

    opens = frozenset(KeyClass)

    help = "Does the background work: from the queue itself, or with Celery when REDIS_URL is set."

    def handle(self, *args: object, **options: object) -> None:
        """Run in the foreground; SIGTERM and Ctrl+C end it, and put a running job back."""
        if settings.REDIS_URL:
            self._celery()
        else:
            self._drain()

    def _celery(self) -> None:
        from jobs.broker import app

        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        app.worker_main(["worker", "--loglevel=WARNING", *quiet])

    def _drain(self) -> None:
        worker = Worker(drain=True)

        def stop(number: int, frame: FrameType | None) -> None:
            worker.stop()

        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, stop)
            signal.signal(signal.SIGINT, stop)
        worker.run()
