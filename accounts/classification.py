"""Why fields of organisations, of people who sign in and of third parties are stored in clear."""

_CODE = "code: decides access, needed by constraints"
_DAY = "day: constraints and access need it"
_LINK = "identifier: structure"
_STRUCTURE = "structure of the service, counted by the return"

PLAIN = {
    "accounts.Organisation": {
        "id": "identifier",
        "name": "public name of an organisation, read before one is entered",
        "kind": "code: public",
        "authority_code": "code of a public authority",
        "recorded_at": "time of writing",
    },
    "accounts.Service": {
        "kind": "code: what sort of service it is",
        "specialist_groups": _STRUCTURE,
        "by_and_for_groups": _STRUCTURE,
        "in_house_frontline": _STRUCTURE,
        "quality_standards": "names of public standards",
    },
    "accounts.Team": {"service": _LINK, "name": "name of a team of staff"},
    "accounts.Membership": {
        "user": _LINK,
        "service": _LINK,
        "team": _LINK,
        "role": _CODE,
        "starts_on": _DAY,
        "ends_on": _DAY,
    },
    "accounts.OnceKey": {
        "id": "identifier",
        "user": _LINK,
        "key": "random identifier that a form carried",
        "fingerprint": "keyed hash: tells nothing of what was sent",
        "status": "code of the answer",
        "location": "one of our own addresses, which hold ids only",
        "location_header": "name of a header",
        "recorded_at": "time: removes the row",
    },
    "accounts.SettingChange": {
        "key": "code of a setting",
        "role": "code of a role",
        "service": _LINK,
        "before": "a setting of the organisation: a number, a choice, a word of its own lists",
        "after": "a setting of the organisation: a number, a choice, a word of its own lists",
        "changed_by": _LINK,
    },
    "accounts.SetUpCode": {
        "id": "identifier",
        "code_hash": "keyed hash of a code that is used once",
        "expires_at": "time: ends the code",
        "used_at": "time of use: ends the code",
    },
    "accounts.UnsavedWork": {
        "user": _LINK,
        "form": "code of a form",
        "record": _LINK,
        "updated_at": "time: removes the row",
    },
    "accounts.ReviewItem": {
        "kind": _CODE,
        "about": _LINK,
        "case_id": _LINK,
        "raised_at": "time: the queue is in order of it",
        "due_at": "time: the deadline",
        "closed_at": "time: the end of it",
        "closed_by": _LINK,
    },
    "accounts.ReviewNotice": {"item": _LINK, "user": _LINK, "seen_at": "time: told and seen"},
    "accounts.User": {
        "id": "identifier",
        "email": "what a member of staff signs in with, looked up before any key is open",
        "full_name": "name of a member of staff, shown to colleagues",
        "password": "argon2 hash",
        "last_login": "time of the last sign-in",
        "is_active": "decides whether sign-in is refused",
        "joined_at": "time of writing",
    },
    "auth.Permission": {
        "id": "identifier", "name": "Django's own, unused",
        "content_type": "Django's own, unused", "codename": "Django's own, unused",
    },
    "auth.Group": {
        "id": "identifier", "name": "Django's own, unused", "permissions": "Django's own, unused",
    },
    "auth.Group_permissions": {
        "id": "identifier", "group": "Django's own, unused", "permission": "Django's own, unused",
    },
    "contenttypes.ContentType": {
        "id": "identifier", "app_label": "name of code", "model": "name of code",
    },
    "sessions.Session": {
        "session_key": "hash of a random token",
        "session_data": "sealed under the installation's key, bound to its row",
        "expire_date": "time: ends the session",
    },
    "account.EmailAddress": {
        "id": "identifier",
        "user": _LINK,
        "email": "what a member of staff signs in with",
        "verified": "state of the address",
        "primary": "state of the address",
    },
    "account.EmailConfirmation": {
        "id": "identifier",
        "email_address": _LINK,
        "created": "time of writing",
        "sent": "time of sending",
        "key": "random token",
    },
    "mfa.Authenticator": {
        "id": "identifier",
        "user": _LINK,
        "type": "code: the kind of factor",
        "data": "its secrets are sealed under the installation's key by the sign-in adapter",
        "created_at": "time of writing",
        "last_used_at": "time of use",
    },
}  # fmt: skip
