"""All settings, from the environment only; design.md, section 12 lists the variables."""

from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy

from bacha import env

BASE_DIR = Path(__file__).resolve().parent.parent
PROFILE = env.profile()
DATA_DIR = Path(env.text("DATA_DIR") or BASE_DIR / "data")

SAMPLE_KEY = "sample-key-for-demo-and-development-only-never-for-production"
SECRET_KEY = env.text("SECRET_KEY") or ("" if PROFILE == "production" else SAMPLE_KEY)
DEBUG = env.flag("DEBUG", default=PROFILE == "development")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "" if PROFILE == "production" else "127.0.0.1,localhost,[::1]")
if PROFILE == "production":
    env.refuse_unsafe(secret_key=SECRET_KEY, allowed_hosts=ALLOWED_HOSTS, debug=DEBUG)

INSTALLED_APPS = [
    "bacha.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",  # the widgets' templates, for FORM_RENDERER
    "django_tables2",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "common",
    "accounts",
    "communes",
    "documents",
    "services",
    "indicators",
    "imports",
    "dashboards",
    "api",
    "bacha.apps.BachaConfig",
]

MIDDLEWARE = [
    "common.middleware.SecurityHeaders",  # first, or the redirects and refusals of the others go out without headers
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "common.middleware.Compression",  # outside of everything that still changes a page
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "common.files.middleware.Uploads",  # before the CSRF check, which reads the whole body
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.SessionLimits",
    "accounts.middleware.UserLanguage",
    "accounts.middleware.PasswordDue",
    "bacha.middleware.PolicyGate",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "bacha.urls"
WSGI_APPLICATION = "bacha.wsgi.application"

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
                "common.context_processors.site",
                "communes.context_processors.person",
            ],
            "builtins": ["common.templatetags.bacha"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Databases -------------------------------------------------------------------------------------------------------
# synchronous=FULL: with NORMAL an acknowledged save is not yet on disk. IMMEDIATE: with DEFERRED concurrent writers
# fail at once with "database is locked". Never set mmap_size (security.md, findings 1 to 3).
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=1000;",
}
POSTGRES_OPTIONS = {
    "options": "-c statement_timeout=60000 -c lock_timeout=15000 -c idle_in_transaction_session_timeout=60000",
}


def _database() -> dict:
    url = env.text("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'bacha.sqlite3'}"
    config = dj_database_url.parse(url, conn_max_age=60, conn_health_checks=True)
    is_sqlite = config["ENGINE"].endswith("sqlite3")
    if is_sqlite:
        Path(config["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    config.setdefault("OPTIONS", {}).update(SQLITE_OPTIONS if is_sqlite else POSTGRES_OPTIONS)
    return config


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Time and language -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = env.text("LANGUAGE_CODE", "vi")
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["common.formats"]
USE_I18N = True
# Vietnamese grouping in both languages; Django's own "vi" has none and reads 02/01 as 1 February (dependencies.md).
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
BACHA_TODAY = env.day("BACHA_TODAY")
REPORTING_CUTOFF_DAY = env.integer("REPORTING_CUTOFF_DAY", 31, low=1, high=31)
if 28 < REPORTING_CUTOFF_DAY < 31:
    raise env.ImproperlyConfigured("REPORTING_CUTOFF_DAY must be 1 to 28, or 31 for the calendar month.")

# --- Accounts --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "accounts:login"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "bacha.backends.AdministratorRights"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "full_name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 14}},
    {"NAME": "accounts.passwords.LocalCommonPasswordValidator"},
]
# Addresses of the proxies in front of us; only from these is X-Forwarded-For believed (security.md, B3).
TRUSTED_PROXIES = env.words("TRUSTED_PROXIES")

# --- Browser and transport -------------------------------------------------------------------------------------------
# HTTPS is the default in production; a site that a proxy serves on plain HTTP inside a closed network may say so.
SECURE = env.flag("HTTPS", default=PROFILE == "production")
SESSION_COOKIE_NAME = "__Host-bacha" if SECURE else "bacha"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = False  # our page scripts read it for the JSON calls
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60  # from the login on, however busy the session is
SESSION_IDLE_SECONDS = 8 * 60 * 60
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "common.views.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
BODY_BYTES = 10_000_000  # of requests that bring no files; the values in them are bounded by the two above

# --- Files that people hand in (common.files) ------------------------------------------------------------------------
FILE_UPLOAD_HANDLERS = ["common.files.incoming.NoUploads"]  # pages that take files say so and get their own
MEDIA_ROOT = DATA_DIR / "files"  # outside of everything that is served; names are given by the system
FILE_BYTES = env.integer("FILE_MAX_MB", 20, low=1, high=2000) * 1_000_000
UPLOAD_BYTES = env.integer("UPLOAD_MAX_MB", 100, low=1, high=10_000) * 1_000_000
if UPLOAD_BYTES < FILE_BYTES:
    raise env.ImproperlyConfigured("UPLOAD_MAX_MB must not be below FILE_MAX_MB: a request carries at least one file.")
FILES_AT_ONCE = 20
DATA_UPLOAD_MAX_NUMBER_FILES = (
    1000  # beyond Django answers that it cannot read the request; we say how many there may be
)
FILES_PER_DOCUMENT = env.integer("FILES_PER_DOCUMENT", 100, low=1, high=10_000)
FILES_BYTES_PER_UNIT = env.integer("FILES_MB_PER_UNIT", 20_000, low=1, high=100_000_000) * 1_000_000
FILES_KEEP_FREE = env.integer("FILES_KEEP_FREE_MB", 500, low=0, high=10_000_000) * 1_000_000

# --- Static files ----------------------------------------------------------------------------------------------------
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Parts of pages (common.pages), in each process; 60 to 90 kB each.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}

STATIC_URL = "/static/"
# "collected": names that change with the content, compressed beforehand, cached for ever; `manage.py collectstatic`
# makes them (`dev.py run` does). "sources": straight from static/, so that an edit shows at the next request.
STATIC_FILES = env.text("STATIC_FILES", "collected" if PROFILE == "production" else "sources")
if STATIC_FILES not in {"collected", "sources"}:
    raise env.ImproperlyConfigured("STATIC_FILES must be collected or sources.")
STATIC_ROOT = BASE_DIR / "staticfiles" if PROFILE == "production" else DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_FILES == "collected"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = STATIC_FILES == "sources"
WHITENOISE_AUTOREFRESH = STATIC_FILES == "sources"
MEDIA_ROOT = DATA_DIR / "files"
# Certificates of the authorities whose signatures are believed, as PEM or DER; none is shipped (docs/deploy.md, 7).
SIGNATURE_ROOTS_DIR = Path(env.text("SIGNATURE_ROOTS_DIR") or DATA_DIR / "trust-roots")

DJANGO_TABLES2_TEMPLATE = "components/table.html"
# A filter in which nothing is chosen says so in a word.
FILTERS_EMPTY_CHOICE_LABEL = gettext_lazy("all")

# "inline": the request refreshes figures after its commit; "worker": `manage.py refresh_figures --watch` does it.
REFRESH_MODE = env.text("REFRESH_MODE", "inline" if PROFILE != "production" else "worker")
if REFRESH_MODE not in {"inline", "worker"}:
    raise env.ImproperlyConfigured("REFRESH_MODE must be inline or worker.")

# "worker": `manage.py run_jobs` does background work (docs/adr/0010); "inline": the request that asks for it does it.
JOBS_MODE = env.text("JOBS_MODE", "inline" if PROFILE == "development" else "worker")
if JOBS_MODE not in {"inline", "worker"}:
    raise env.ImproperlyConfigured("JOBS_MODE must be inline or worker.")
TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if JOBS_MODE == "inline"
        else "django_tasks_db.DatabaseBackend"
    }
}
JOBS_ROOT = DATA_DIR / "jobs"
IMPORTS_ROOT = DATA_DIR / "imports"  # spreadsheets on their way into a register; outside of everything that is served
IMPORT_DAYS = env.integer("IMPORT_DAYS", 7, low=1, high=365)
JOB_RESULT_DAYS = env.integer("JOB_RESULT_DAYS", 7, low=1, high=365)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "common.logs.OneLineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
# Without a worker the request seals its own audit event after its commit; with one, nobody waits for the chain.
AUDIT_SEAL_INLINE = REFRESH_MODE == "inline"
