"""Which part of the help speaks of a page."""

from django.urls import ResolverMatch, reverse

# By address, or by the app that an address belongs to: the id of a section of the help.
SECTIONS = {
    "accommodation": "rooms",
    "accounts": "signing-in",
    "accounts:change_service": "setting-up",
    "accounts:end_role": "setting-up",
    "accounts:end_service": "setting-up",
    "accounts:end_team": "setting-up",
    "accounts:give_role": "setting-up",
    "accounts:give_support": "setting-up",
    "accounts:invite": "setting-up",
    "accounts:keyboard": "keys",
    "accounts:matrix": "roles",
    "accounts:new_service": "setting-up",
    "accounts:new_team": "setting-up",
    "accounts:organisation": "setting-up",
    "accounts:people": "setting-up",
    "accounts:people_access": "roles",
    "accounts:person": "setting-up",
    "accounts:person_access": "roles",
    "accounts:review": "reviews",
    "accounts:reviews": "reviews",
    "accounts:service": "setting-up",
    "accounts:services": "setting-up",
    "accounts:setting": "settings",
    "accounts:setting_of": "settings",
    "accounts:settings": "settings",
    "accounts:support": "setting-up",
    "accounts:team": "setting-up",
    "accounts:tokens": "programs",
    "accounts:waiting": "setting-up",
    "cases": "finding",
    "cases:calls": "calls",
    "cases:child": "families",
    "cases:cover": "access",
    "cases:end_access": "access",
    "cases:end_cover": "access",
    "cases:end_worker": "access",
    "cases:give_access": "access",
    "cases:give_partner": "access",
    "cases:give_worker": "access",
    "cases:people": "families",
    "cases:restrict": "access",
    "cases:samples": "access",
    "cases:urgent": "emergency",
    "cases:who": "access",
    "cases:why": "roles",
    "conflicts": "known",
    "contact": "contact",
    "diary": "day",
    "erasure": "erasing",
    "family": "families",
    "interchange": "out",
    "looked": "looked",
    "marac": "risk",
    "moveon": "moving-on",
    "places": "setting-up",
    "referrals": "referrals",
    "referrals:again": "closing",
    "referrals:answer": "closing",
    "referrals:close": "closing",
    "referrals:handovers": "closing",
    "referrals:offer": "closing",
    "referrals:outcomes": "closing",
    "returns": "return",
    "risk": "risk",
    "safety_plans": "risk",
    "sharing": "sharing",
    "web:home": "day",
    "web:waits": "day",
    "web:organisation": "setting-up",
    "support": "support",
    "web:diagnostics": "setting-up",
}


def section_of(match: ResolverMatch) -> str:
    """Return the id of the section that speaks of a page; blank where none does."""
    return SECTIONS.get(match.view_name) or SECTIONS.get(match.namespace, "")


def help_for(match: ResolverMatch | None) -> str:
    """Return the address of what the help says of a page, or of all of it."""
    section = section_of(match) if match else ""
    return f"{reverse('web:help')}#{section}" if section else reverse("web:help")
