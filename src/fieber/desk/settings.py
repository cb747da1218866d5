"""Django's settings: whatever differs between installations comes from the environment (docs/guide/desk.md)."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url

from fieber.desk.environment import variable
from fieber.desk.logs import logging_settings
from fieber.desk.mail import mail_settings

HERE = Path(__file__).parent
REPORT = HERE.parent / "report" / "templates"

FOLDER = Path(os.environ["FIEBER_DESK_FOLDER"])  # database, secret, uploads; `fieber desk` sets it
SECRET_KEY = variable("FIEBER_DESK_SECRET") or (FOLDER / "secret").read_text(encoding="ascii")
SECRET_KEY_FALLBACKS = variable("FIEBER_DESK_OLD_SECRETS").split()  # they still open, and close nothing
ADDRESS = os.environ.get("FIEBER_DESK_ADDRESS", "http://127.0.0.1:8000").rstrip("/")
UPLOADS = FOLDER / "uploads"
MOST_UPLOAD = int(os.environ.get("FIEBER_DESK_UPLOAD_MB", "1024")) * 2**20
SPARE_DISK = 2**30  # bytes that an upload leaves free
LINK_DAYS = 7
BACKUP_DAYS = int(os.environ.get("FIEBER_DESK_BACKUP_DAYS", "0"))  # how long backups live; 0: not told
MINIMUM_AGE = int(os.environ.get("FIEBER_DESK_MINIMUM_AGE", "16"))  # years, to register
KEEP_DAYS = int(os.environ.get("FIEBER_DESK_KEEP_DAYS", "30"))
ZONE = os.environ.get("FIEBER_DESK_ZONE", "Europe/Berlin")  # whose calendar and mornings hold
AGENCY = os.environ.get("FIEBER_DESK_AGENCY", "")  # whose name stands over a page for a client
FREE_CHECKUPS = None if (_told := os.environ.get("FIEBER_DESK_CHECKUPS", "3")) == "none" else int(_told)  # a month
LEDGER_IS_PUBLIC = os.environ.get("FIEBER_DESK_LEDGER") == "public"  # how often fears were right, for everybody
FOLLOW_UP_DAYS = 30  # after a check-up: time to look again
HOOKS_PRIVATE = os.environ.get("FIEBER_DESK_HOOKS_PRIVATE") == "1"  # webhooks may go to one's own network
IS_DEMO = os.environ.get("FIEBER_DESK_DEMO") == "1"
INSTAGRAM_ID = os.environ.get("FIEBER_DESK_INSTAGRAM_ID", "")  # of the operator's app there
INSTAGRAM_SECRET = variable("FIEBER_DESK_INSTAGRAM_SECRET")
METRICS_KEY = variable("FIEBER_DESK_METRICS_KEY")  # who knows it reads figures of the desk; none: nobody
IS_PUBLIC = os.environ.get("FIEBER_DESK_PUBLIC") == "1"  # anybody may register

DEBUG = False
IS_ENCRYPTED = ADDRESS.startswith("https:")
ALLOWED_HOSTS = [urlsplit(ADDRESS).hostname or "localhost", "localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [ADDRESS]
ROOT_URLCONF = "fieber.desk.urls"
WSGI_APPLICATION = "fieber.desk.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "fieber.desk.apps.Desk",
    "fieber.desk.people",
    "fieber.desk.audit",
    "fieber.desk.jobs",
    "fieber.desk.accounts",
    "fieber.desk.agreements",
    "fieber.desk.pages",
    "fieber.desk.rights",
    "fieber.desk.ticks",
    "fieber.desk.checkups",
    "fieber.desk.plans",
    "fieber.desk.letters",
    "fieber.desk.follow_ups",
    "fieber.desk.links",
    "fieber.desk.own",
    "fieber.desk.roster",
    "fieber.desk.phone",
    "fieber.desk.first",
    "fieber.desk.api",
    "fieber.desk.explained",
    "fieber.desk.hooks",
    "fieber.desk.calendars",
    "fieber.desk.teams",
    "fieber.desk.cases",  # after the api, whose JSON of a finding it reads
    "fieber.desk.ledger",
]
MIDDLEWARE = [
    "fieber.desk.logs.timed",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # adds bytes of chance, so that a length tells nothing
    "fieber.desk.middleware.policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "fieber.desk.middleware.led_back",
    "fieber.desk.middleware.small_bodies",
    "fieber.desk.bodies.in_turn",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",  # closed unless a view says otherwise
    "allauth.account.middleware.AccountMiddleware",
    "fieber.desk.pages.middleware.Agreed",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["fieber.desk.templatetags.desk", "django.templatetags.static"],
        },
    }
]

# SQLite: readers and the one writer do not wait for each other, and what is committed survives a power cut
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
}
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{FOLDER / 'desk.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = SQLITE
else:
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 10)  # seconds: else minutes
    DATABASES["default"]["PASSWORD"] = variable("DATABASE_PASSWORD", DATABASES["default"]["PASSWORD"])
# holds only how often somebody comes; with Django's 300 a stranger could push the counts of others out
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "desk_cache",
        "KEY_FUNCTION": "fieber.desk.people.limits.hidden",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email", "name")}),
    )
]
LOGIN_URL = "account_login"
LOGOUT_REDIRECT_URL = "first"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True  # a new address takes the place of the old one once it is confirmed
ACCOUNT_EMAIL_NOTIFICATIONS = True  # changes of what one signs in with are told by mail
ACCOUNT_ADAPTER = "fieber.desk.people.adapter.Adapter"
ACCOUNT_FORMS = {
    name: f"fieber.desk.people.forms.{form}"
    for name, form in (
        ("login", "SignIn"),
        ("signup", "SignUp"),
        ("reset_password", "Forgotten"),
        ("reset_password_from_key", "NewPassword"),
        ("change_password", "OtherPassword"),
        ("reauthenticate", "Again"),
    )
}
MFA_ADAPTER = "fieber.desk.people.adapter.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # steps of 30 s: clocks of phones differ
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_ENCRYPTED  # a desk on this very machine, at http://localhost
MFA_FORMS = {
    name: f"fieber.desk.people.forms.{form}"
    for name, form in (
        ("authenticate", "Code"),
        ("reauthenticate", "CodeAgain"),
        ("activate_totp", "AddApp"),
        ("add_webauthn", "AddPasskey"),
    )
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("FIEBER_DESK_PROXIES", "0"))
# allauth has its own for signing in
RATES = {
    "api": "120/m/key",
    "api_upload": "10/m/key",
    "address": "5/h/user",
    "export": "5/h/user",
    "ask": "10/m/user",
    "first": "30/m/ip",
    "letters": "10/m/user",
    "link": "30/m/ip",
    "own": "30/m/user",
    "phone": "30/m/user",
    "sound": "10/m/user",
    "start": "10/m/ip",
    "tokens": "10/m/user",
}

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_ENCRYPTED
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "fieber.desk.people.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_NAME = "__Host-session" if IS_ENCRYPTED else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_ENCRYPTED else "csrf"
CSRF_FAILURE_VIEW = "fieber.desk.errors.no_csrf"
SECURE_SSL_REDIRECT = False  # whatever stands in front ends the encryption; it redirects
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if IS_ENCRYPTED else 0
SECURE_REFERRER_POLICY = "same-origin"  # the address of a one-time link is a secret; ours alone learn it
X_FRAME_OPTIONS = "DENY"

# files are streamed to disk; how large a body may be, and from whom, is decided before it is read (middleware, links)
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_TEMP_DIR = UPLOADS
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 128 * 2**10  # as large as a form may be (middleware.SMALL)

LANGUAGE_CODE = "en"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
USE_TZ = True
TIME_ZONE = "UTC"

MAILS = FOLDER / "mails"  # as files, where there is no mail server
globals().update(mail_settings(variable("FIEBER_DESK_MAIL"), MAILS))
DEFAULT_FROM_EMAIL = os.environ.get("FIEBER_DESK_MAIL_FROM") or f"fieber <fieber@{urlsplit(ADDRESS).hostname}>"

STATIC_URL = "/static/"
STATIC_ROOT = FOLDER / "static"
STATICFILES_DIRS = [HERE / "static", ("report", REPORT)]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# what goes wrong is told to standard error: paths of our own pages, never an address with a link's secret, never a body
LOGGING = logging_settings(os.environ.get("FIEBER_DESK_LOG", ""), os.environ.get("FIEBER_DESK_LOG_LEVEL") or "WARNING")
SILENCED_SYSTEM_CHECKS = ["models.W042"]
