"""The pages of sign-in, by the names of their addresses."""

# They change how a person signs in and no record, so they run outside any organisation.
OUTSIDE = frozenset(
    {
        "account_login",
        "account_reauthenticate",
        "accounts:not_sent",
        "accounts:password",
        "accounts:still_here",
        "accounts:sent_to_lock",
        "invitation",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_view_recovery_codes",
        "passkey_challenge",
        "provider",
        "provider_back",
        "recovery",
    }
)
# Reached before a second factor is enrolled, and nothing else is.
ENROLMENT = frozenset(
    {"account_reauthenticate", "accounts:sign_out", "mfa_activate_totp", "mfa_add_webauthn"}
)
# Reached while the screen is locked, and nothing else is.
LOCKED = frozenset({"accounts:lock", "accounts:sign_out", "accounts:unlock", "passkey_challenge"})
