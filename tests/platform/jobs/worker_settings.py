"""Settings of a worker in a process of its own: what the tests' environment names, and a kind of slow job."""

from tuanbao.platform.settings import *  # noqa: F403
from tuanbao.platform.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.platform.jobs.slow"]
