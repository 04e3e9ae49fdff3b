"""What the test asks of the workers' database, in a process of its own: `prepare`, `state`."""

import json
import sys

import django


def prepare() -> dict[str, object]:
    from django.core.management import call_command
    from django_scopes import scope

    from tuanbao.platform.companies.models import Company
    from tuanbao.platform.jobs.work import start

    call_command("migrate", verbosity=0)
    company = Company.objects.create(slug="slow", name="慢")
    with scope(company=company):
        return {"job": str(start("test.slow", company).pk)}


def state() -> dict[str, object]:
    from django_scopes import scopes_disabled
    from django_tasks_db.models import DBTaskResult

    from tuanbao.platform.cover.models import Insurer
    from tuanbao.platform.jobs.models import Job

    with scopes_disabled():
        job = Job.objects.get(kind="test.slow")
        waiting = DBTaskResult.objects.filter(status="READY", pk=job.task).count()
        return {
            "state": job.state,
            "attempts": job.attempts,
            "result": job.result,
            "steps": Insurer.objects.filter(code__startswith="S").count(),
            "waiting": waiting,
        }


if __name__ == "__main__":
    django.setup()
    print(json.dumps({"prepare": prepare, "state": state}[sys.argv[1]]()))
