"""Settings of an installation: wiring only, no rules.

Everything that an installation holds lies below ``ROWAN_HOME``.
"""

import os
import secrets
from pathlib import Path

from csp.constants import NONCE

from accounts.sign_in.configured import provider
from config.database import databases

BASE_DIR = Path(__file__).resolve().parent.parent
ROWAN_HOME = Path(os.environ.get("ROWAN_HOME", BASE_DIR / "var")).absolute()
# The ledger of people who were erased, which no backup of the database holds; and a second folder
# for it, on another disk.
ROWAN_ERASED = ROWAN_HOME / "erased"
ROWAN_ERASED_COPY = os.environ.get("ROWAN_ERASED_COPY", "")
ROWAN_KEY_FILE = Path(os.environ.get("ROWAN_KEY_FILE", ROWAN_HOME / "keys" / "root.key"))
# Who keeps it: file, passphrase or credential; empty for a credential where there is one.
ROWAN_KEY_CUSTODY = os.environ.get("ROWAN_KEY_CUSTODY", "")

# For how many days a backup of the database is kept: certificates of erasure count with it.
ROWAN_BACKUPS_KEPT_DAYS = int(os.environ.get("ROWAN_BACKUPS_KEPT_DAYS", "35"))

# Demo people sign in with secrets that anyone can read: loopback only.
DEMO = os.environ.get("ROWAN_DEMO") == "1"
DEBUG = False


def _session_secret() -> str:
    """Django's signing secret: made once, kept in a file that only we can read.

    It signs cookies and one-time tokens; no record is encrypted under it.
    """
    path = ROWAN_HOME / "keys" / "session.secret"
    if path.exists():
        return path.read_text(encoding="ascii")
    if not path.parent.exists():
        return secrets.token_urlsafe(50)
    secret = secrets.token_urlsafe(50)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secret)
    return secret


SECRET_KEY = _session_secret()
HTTPS = os.environ.get("ROWAN_HTTPS") == "1"
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = (
    LOOPBACK if DEMO else os.environ.get("ROWAN_HOSTS", "localhost,127.0.0.1").split(",")
)

# Shown when Rowan cannot show anything else: whom to ring, where an organisation has not said.
FAILURE_TELEPHONE = os.environ.get("ROWAN_FAILURE_TELEPHONE", "01632 960000" if DEMO else "")

# Signed checkpoints of the audit trail, and where else they go: a folder elsewhere, a person.
ROWAN_CHECKPOINTS = ROWAN_HOME / "audit" / "checkpoints"
ROWAN_ANCHOR_FOLDER = os.environ.get("ROWAN_ANCHOR_FOLDER", "")
ROWAN_ANCHOR_EMAIL = os.environ.get("ROWAN_ANCHOR_EMAIL", "")
EMAIL_HOST = os.environ.get("ROWAN_MAIL_HOST", "localhost")
DEFAULT_FROM_EMAIL = os.environ.get("ROWAN_MAIL_FROM", "rowan@localhost")

INSTALLED_APPS = [
    "encryption",
    "audit",
    "accounts",
    "jobs",
    "cases",
    "erasure",
    "contact",
    "diary",
    "family",
    "referrals",
    "sharing",
    "risk",
    "safety_plans",
    "marac",
    "accommodation",
    "moveon",
    "support",
    "returns",
    "interchange",
    "demo",
    "web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    # What goes with every response, files and errors too, comes first.
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "web.middleware.OwnUseMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "web.middleware.NothingKeptMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Below /api/ a token alone says who asks.
    "accounts.api.middleware.TokenMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    # No view before a second factor, none on a locked screen.
    "accounts.sign_in.middleware.SignInMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "web.middleware.NoSuchWayMiddleware",
    # Last, because it runs the view itself, inside the organisation's transaction.
    "accounts.middleware.OrganisationMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = databases()
# Read events are committed here, apart from the request's own transaction.
AUDIT_CONNECTION = "audit"
DATABASE_ROUTERS = ["config.routers.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = os.environ.get("REDIS_URL", "")

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.sign_in.passwords.LengthValidator"},
    {"NAME": "accounts.sign_in.passwords.CommonValidator"},
    {"NAME": "accounts.sign_in.passwords.OwnWordsValidator"},
]
LOGIN_URL = "/in/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/in/"

# An organisation's own sign-in, as a way in for people whom Rowan knows; None for most.
SIGN_IN_PROVIDER = provider(os.environ)

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
ACCOUNT_ADAPTER = "accounts.sign_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
# Guesses are counted in one place of our own: accounts/sign_in/throttle.py.
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {
    "login": "accounts.sign_in.forms.SignInForm",
    "reauthenticate": "accounts.sign_in.forms.PasswordAgainForm",
}
MFA_ADAPTER = "accounts.sign_in.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "accounts.sign_in.forms.CodeForm",
    "reauthenticate": "accounts.sign_in.forms.CodeAgainForm",
    "activate_totp": "accounts.sign_in.forms.EnrolForm",
    "authenticate_webauthn": "accounts.sign_in.passkey_forms.PasskeyForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A PIN, a finger or a face each time: a stolen key alone opens nothing.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1

# Limits on attempts and codes already used, seen by every process.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = ROWAN_HOME / "static"
WHITENOISE_USE_FINDERS = True
STORAGES = {"staticfiles": {"BACKEND": "web.files.StaticFiles"}}

SESSION_ENGINE = "accounts.sign_in.store"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-rowan" if HTTPS else "rowan"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "web.errors.csrf_failure"
ENDED_COOKIE_NAME = "__Host-rowan-ended" if HTTPS else "rowan-ended"
DEVICE_COOKIE_NAME = "__Host-rowan-device" if HTTPS else "rowan-device"
CSRF_COOKIE_NAME = "__Host-rowan-csrf" if HTTPS else "rowan-csrf"
# No response lets its address travel. Pages with forms say "same-origin" in their head instead:
# under "no-referrer" a browser names no origin when it sends a form, and the check that a form
# is ours could not tell it from a stranger's.
SECURE_REFERRER_POLICY = "no-referrer"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": [NONCE],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api.guards.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.api.guards.Nobody"],
    "DEFAULT_THROTTLE_CLASSES": ["accounts.api.guards.PerToken"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["accounts.api.parsing.Json"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rowan",
    "DESCRIPTION": "The same records and the same rules as on the pages, for other programs.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    # Several operations say somebody's part in a case: one name for it.
    "ENUM_NAME_OVERRIDES": {"CaseRoleEnum": "cases.choices.CaseRole"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
