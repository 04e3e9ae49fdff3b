"""``python -m django tuanbao_worker``: does the jobs, and what is due by the schedule (后台处理程序)."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from tuanbao.platform.jobs import leases, schedule, statistics
from tuanbao.platform.jobs.reviving import revive

LOOK_EVERY = 10.0
"""Seconds between two looks at the schedule."""


class Command(BaseCommand):
    help = "处理后台任务和定时任务 · Does background jobs and what is due by the schedule"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=1.0, help="seconds between two looks at the queue")
        parser.add_argument("--batch", action="store_true", help="ends when the queue is empty")
        parser.add_argument("--dead-after", type=float, default=leases.DEAD_AFTER.total_seconds(), help="seconds")
        parser.add_argument("--beat-every", type=float, default=leases.BEAT_EVERY.total_seconds(), help="seconds")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(
            queue_names=["*"],
            interval=options["interval"],
            batch=options["batch"],
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        worker.configure_signals()
        revive(timedelta(seconds=options["dead_after"]))
        schedule.run_due()
        statistics.refresh()
        stops = [
            leases.every(options["beat_every"], leases.beat, "heart"),
            leases.every(LOOK_EVERY, lambda: (schedule.run_due(), None)[1], "schedule"),
        ]
        try:
            worker.run()
        finally:
            for stop in stops:
                stop()
