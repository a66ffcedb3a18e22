"""Sign-in by e-mailed code for everybody, a second factor for those who must."""

from becode.settings.parts.environment import IS_HTTPS
from becode.settings.parts.security import TRUSTED_PROXIES

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["becode.accounts.backends.AccountBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:after_sign_in"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "becode.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# The code itself shows that the address is theirs; accounts come from invitations only.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * 60
# Per address wide enough for a building full of people, per account narrow enough for a guesser.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "request_login_code": "60/m/ip,3/m/key,30/h/key",
    "reauthenticate": "10/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
# Asking for a code takes at least this long, with or without an account.
SIGN_IN_ANSWER_SECONDS = 0.25
# Passwords of demo accounts: the embedded settings alone say yes.
DEMO_PASSWORDS = False

MFA_ADAPTER = "becode.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# The code before and after the present one count too: people type slowly, and clocks differ.
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_HTTPS

# Roles that must show a second factor: "staff" (every staff role), "companies", both, or none.
SECOND_FACTOR_DEMANDED_OF: list[str] = ["staff"]
