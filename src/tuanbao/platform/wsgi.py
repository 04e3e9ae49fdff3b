"""The WSGI application. Behind a proxy the client's address and scheme are what the proxy says.

The engine, which takes seconds to load, is loaded beside the first requests, so that no employee waits for it.
"""

import os
from datetime import date
from threading import Thread

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from tuanbao.platform.configuration import flag, words

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuanbao.platform.settings")
application = get_wsgi_application()
if flag("TUANBAO_BEHIND_PROXY"):
    application = wrap_wsgi_with_proxy_headers(application, trusted_hosts=words("TUANBAO_PROXIES", "127.0.0.1"))


def _warm() -> None:
    from tuanbao.platform.choice.worth_years import warm

    year = date.today().year
    warm((date(year, 1, 1), date(year, 12, 31)))


Thread(target=_warm, name="warm", daemon=True).start()
