"""Django's settings (设置). Everything that differs between installations comes from the environment."""

import os
import sys
from datetime import timedelta

from csp.constants import NONE, SELF

from tuanbao.platform.accounts.environment import form_targets, providers
from tuanbao.platform.configuration import HOME, database, flag, words
from tuanbao.platform.keys import load_keys

DEBUG = flag("TUANBAO_DEBUG")
KEYS = load_keys(HOME)
SECRET_KEY = KEYS["secret"]
ALLOWED_HOSTS = words("TUANBAO_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("TUANBAO_ORIGINS")
HTTPS = flag("TUANBAO_HTTPS")
"""The installation is reached by HTTPS only."""
CLOCK_SHIFT = timedelta(seconds=int(os.environ.get("TUANBAO_CLOCK_SHIFT", "0")))
"""How far the clock stands from the real time; for trying out only."""
DEMO = flag("TUANBAO_DEMO")
"""A demo company whose users may sign in by a click. Never with people's real data."""

INSTALLED_APPS = [
    # Ours come first: their templates stand before those of the libraries.
    *(
        f"tuanbao.platform.{app}"
        for app in (
            "companies",
            "accounts",
            "protection",
            "jobs",
            "people",
            "programmes",
            "choice",
            "cover",
            "money",
            "console",
            "portal",
            "api",
            "operations",
            "web",
        )
    ),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "allauth.socialaccount.providers.dingtalk",
    "allauth.socialaccount.providers.feishu",
    "tuanbao.platform.accounts.wecom",
    "axes",
    "csp",
    "django_cotton",
    "django_htmx",
    "django_prometheus",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tuanbao.platform.accounts.unreachable.UnreachableMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "tuanbao.platform.companies.middleware.CompanyMiddleware",
    "axes.middleware.AxesMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "tuanbao.platform.urls"
WSGI_APPLICATION = "tuanbao.platform.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton", "tuanbao.platform.web.templatetags.words"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "tuanbao.platform.web.context.everywhere",
            ],
        },
    }
]

DATABASES = {"default": database(os.environ.get("TUANBAO_DATABASE", f"sqlite://{HOME}/tuanbao.sqlite3"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
MEDIA_ROOT = HOME / "documents"

WEBHOOK_NETWORKS = words("TUANBAO_WEBHOOK_NETWORKS")
"""Private networks to which events may be sent; none unless it is said."""

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "tuanbao.platform.accounts.sessions.Backend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_ADAPTER = "tuanbao.platform.accounts.adapters.ClosedAccountAdapter"
SOCIALACCOUNT_ADAPTER = "tuanbao.platform.accounts.adapters.ClosedSocialAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# Wrong passwords are counted by axes; a whole office may come from one address.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": "300/m/ip"}
SOCIALACCOUNT_PROVIDERS = providers(os.environ)
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
MFA_ADAPTER = "tuanbao.platform.accounts.adapters.EncryptedFactors"
MFA_TOTP_ISSUER = "tuanbao"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
EMAIL_BACKEND = os.environ.get("TUANBAO_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HANDLER = "tuanbao.platform.accounts.lockout.Handler"
AXES_USERNAME_CALLABLE = "tuanbao.platform.accounts.lockout.named"
AXES_CLIENT_IP_CALLABLE = "tuanbao.platform.protection.history.address_of"
AXES_LOCKOUT_CALLABLE = "tuanbao.platform.accounts.lockout.locked_out"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_SENSITIVE_PARAMETERS = ["login", "username", "email", "password"]
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("TUANBAO_TIME_ZONE", "Asia/Shanghai")

STATIC_URL = "/static/"
STATIC_ROOT = None
# Whitenoise serves what the finders find; nothing is collected.
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "tuanbao.platform.web.assets.AssetsFinder",
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "tuanbao.platform.protection.storage.EncryptedStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # Signing in with another provider is a form that the browser is sent on from.
        "form-action": [SELF, *form_targets(os.environ)],
    }
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SESSION_ENGINE = "tuanbao.platform.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("TUANBAO_BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
PROMETHEUS_EXPORT_MIGRATIONS = False
METRICS_TOKEN = os.environ.get("TUANBAO_METRICS_TOKEN", "")
"""Who shows it may read /metrics from anywhere; without it, this machine only."""
LEAST_FREE_MB = int(os.environ.get("TUANBAO_LEAST_FREE_MB", "200"))
"""With less free disk the installation does not call itself ready."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": sys.stderr}},
    # What was not found or not allowed is no news.
    "loggers": {"django.request": {"level": "ERROR"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("TUANBAO_LOG", "WARNING")},
}
