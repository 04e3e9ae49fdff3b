"""What makes the portal an app on a phone (PWA): public, and without a word about anybody."""

from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.views.decorators.cache import cache_control

from tuanbao.platform.web.languages import say_now

ICONS = (
    ("shield.svg", "any", "image/svg+xml"),
    ("shield-192.png", "192x192", "image/png"),
    ("shield-512.png", "512x512", "image/png"),
)


@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    said = {
        "name": say_now("团保 · 员工保障", "tuanbao · employee cover"),
        "short_name": say_now("团保", "tuanbao"),
        "lang": say_now("zh-CN", "en"),
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#066fd1",
        "icons": [
            {"src": static(f"tuanbao/{name}"), "sizes": sizes, "type": kind, "purpose": "any maskable"}
            for name, sizes, kind in ICONS
        ],
    }
    return JsonResponse(said, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """At the root, so that it serves every page; its text changes with the release, and with it the cache."""
    text = _own("sw.js").read_text("utf-8").replace("RELEASE", release()).replace("STATIC", settings.STATIC_URL)
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers={"Service-Worker-Allowed": "/"})


def offline(request: HttpRequest) -> HttpResponse:
    return render(request, "web/offline.html")


@lru_cache(maxsize=1)
def release() -> str:
    """The version with a digest of our own static files."""
    digest = sha256()
    for file in sorted(_own("").iterdir(), key=lambda each: each.name):
        digest.update(file.read_bytes())
    return f"{version('tuanbao')}-{digest.hexdigest()[:12]}"


def _own(name: str):  # type: ignore[no-untyped-def]
    return files("tuanbao.platform.web").joinpath("static", "tuanbao", name)
