"""Settings of the tests: a home folder of their own; SQLite, or PostgreSQL with TUANBAO_TEST_DATABASE=postgresql."""

import atexit
import os
import shutil
import tempfile

_home = tempfile.mkdtemp(prefix="tuanbao-test-")
atexit.register(shutil.rmtree, _home, ignore_errors=True)
os.environ["TUANBAO_HOME"] = _home
os.mkdir(os.path.join(_home, "static"))
if os.environ.get("TUANBAO_TEST_DATABASE") == "postgresql":
    from tests.platform.postgresql import server_url

    os.environ["TUANBAO_DATABASE"] = server_url()
else:
    os.environ.pop("TUANBAO_DATABASE", None)

from tuanbao.platform.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
