"""Settings, all of them, read from the environment.

Three ways to run: production (nothing assumed, what is missing is named), ``DEMO=1`` or ``DEBUG=1``
(this machine only: a throw-away key, plain http, servers of its own), and under pytest.
docs/production.md lists the variables.
"""

import logging
import os
import sys
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from environs import Env
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

BASE_DIR = Path(__file__).resolve().parent.parent

# --- environment -----------------------------------------------------------------------------

env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)

TESTING = "pytest" in sys.modules
DEBUG = env.bool("DEBUG", False) and not TESTING
DEMO = env.bool("DEMO", False) and not TESTING
LOCAL = DEBUG or DEMO or TESTING
RUN_DIR = env.path("RUN_DIR", BASE_DIR / ".run")  # What the demo and the tools keep on this machine.
if LOCAL:
    from coordination import embedded

    embedded.fill_in(os.environ, RUN_DIR, keep=not TESTING)
HTTPS = env.bool("HTTPS", not LOCAL)

REQUIRED = ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"]
if missing := [name for name in REQUIRED if not LOCAL and not env.str(name, "")]:
    raise ImproperlyConfigured(
        f"set {', '.join(missing)} in the environment (docs/production.md), or DEMO=1 to try it on this machine."
    )

SECRET_KEY = env.str("SECRET_KEY", "") or "only-for-trying-on-this-machine-" + "x" * 32
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])

# --- applications ----------------------------------------------------------------------------

INSTALLED_APPS = [
    "permissions",
    "coordination",
    "workflows",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "channels",
    "guardian",
    "viewflow.workflow",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "lucide",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "coordination.health.Health",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "coordination.middleware.UserLanguage",
    "coordination.middleware.NoStore",
    "coordination.middleware.OneTransaction",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "coordination.urls"
ASGI_APPLICATION = "coordination.asgi.application"
WSGI_APPLICATION = "coordination.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",  # Its back end is left out on purpose: permissions.policy alone answers.
]

# --- database, cache, live messages ----------------------------------------------------------


def database(url: str) -> dict:
    """Return Django's description of the PostgreSQL at ``url``, with a pool of connections."""
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError:
        raise ImproperlyConfigured("DATABASE_URL is not a postgres:// address.") from None
    names = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    place = {key: str(parts.pop(name, "")) for key, name in names.items()}
    pool = {"min_size": 1, "max_size": env.int("DATABASE_POOL", 10), "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **place,
        "CONN_HEALTH_CHECKS": True,
        # Compiling a question about access takes PostgreSQL a hundred times as long as answering it.
        "OPTIONS": {
            "pool": pool,
            "connect_timeout": 5,
            "application_name": "samverkan",
            "options": "-c jit=off",
            **parts,
        },
        "TEST": {"NAME": f"test_{place['NAME']}_{env.str('TEST_DB_SUFFIX', '')}".rstrip("_")},
    }


DATABASES = {"default": database(env.str("DATABASE_URL"))}
# In the database, so that losing Redis costs live updates and nothing else.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
CHANNEL_LAYERS = {
    "default": {
        # The other layer of this package loses idle sockets with redis-py 8.
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [env.str("REDIS_URL")], "prefix": env.str("REDIS_PREFIX", "samverkan")},
    }
}

# --- pages -----------------------------------------------------------------------------------

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "coordination.overview.context.page",
            ]
        },
    }
]
FORM_RENDERER = "coordination.forms.Renderer"

# --- log-in ----------------------------------------------------------------------------------

AUTH_USER_MODEL = "coordination.User"
AUTHENTICATION_BACKENDS = [
    "permissions.backend.PolicyBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
ANONYMOUS_USER_NAME = None  # guardian: nobody holds a right without logging in.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "coordination.accounts.NoSignUp"
ACCOUNT_FORMS = {
    "login": "coordination.forms.account.LoginForm",
    "change_password": "coordination.forms.account.ChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# --- language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("fi", _("Finnish")), ("en", _("English"))]
FORMAT_MODULE_PATH = ["coordination.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "Europe/Stockholm")

# --- security --------------------------------------------------------------------------------

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", 10) * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
if HTTPS:
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME = "__Host-language"
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 2 * 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["live"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- mail ------------------------------------------------------------------------------------

if LOCAL:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = RUN_DIR / "mail"
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "samverkan@localhost")
SITE_URL = env.str("SITE_URL", f"{'https' if HTTPS else 'http'}://{ALLOWED_HOSTS[0].lstrip('.')}").rstrip("/")

# --- files -----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.path("FILES_ROOT", RUN_DIR / "files" if LOCAL else Path("/var/lib/samverkan/files"))
HASHED_STATIC = env.bool("HASHED_STATIC", not LOCAL)
STATIC_ROOT = env.path("STATIC_ROOT", Path("/var/lib/samverkan/static")) if HASHED_STATIC else None
WHITENOISE_USE_FINDERS = not HASHED_STATIC
WHITENOISE_AUTOREFRESH = DEBUG or TESTING
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "coordination.assets.HashedFiles"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- log -------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "coordination.logs.OneLine"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.log_level("LOG_LEVEL", logging.INFO if HTTPS else logging.WARNING)},
    "loggers": {"django": {"handlers": [], "propagate": True}, "django.server": {"handlers": [], "propagate": True}},
}
