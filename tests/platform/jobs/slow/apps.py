"""A job of ten steps that takes its time and may be begun again at any of them."""

import os
import time
from pathlib import Path
from typing import Any

from django.apps import AppConfig

STEPS = 10


class SlowConfig(AppConfig):
    name = "tests.platform.jobs.slow"
    label = "slow"

    def ready(self) -> None:
        from tuanbao.language import Text
        from tuanbao.platform.cover.models import Insurer
        from tuanbao.platform.jobs.work import job_kind

        @job_kind("test.slow", Text("慢", "slow"))
        def slow(job: Any, tell: Any) -> dict[str, Any]:
            note(f"begun {os.getpid()}")
            for step in range(STEPS):
                tell(step, STEPS, Text(f"第 {step} 步", f"step {step}"))
                Insurer.objects.get_or_create(company=job.company, code=f"S{step}", defaults={"name": f"S{step}"})
                time.sleep(0.25)
            note(f"ended {os.getpid()}")
            return {"steps": STEPS}


def note(line: str) -> None:
    with (Path(os.environ["TUANBAO_HOME"]) / "notes").open("a") as file:
        file.write(line + "\n")
