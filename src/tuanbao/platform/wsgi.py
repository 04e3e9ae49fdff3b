"""The WSGI application. Behind a proxy the client's address and scheme are what the proxy says."""

import os

from django.core.wsgi import get_wsgi_application
from granian.utils.proxies import wrap_wsgi_with_proxy_headers

from tuanbao.platform.configuration import flag, words

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tuanbao.platform.settings")
application = get_wsgi_application()
if flag("TUANBAO_BEHIND_PROXY"):
    application = wrap_wsgi_with_proxy_headers(application, trusted_hosts=words("TUANBAO_PROXIES", "127.0.0.1"))
