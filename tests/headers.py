"""What every response must say to the browser."""

import re
from collections.abc import Iterator
from typing import Any

ALWAYS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# Our own origin alone, no inline script, in nobody's frame.
_RULES = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
_GIVEAWAY = re.compile(r"abuse|refuge|marac|survivor|perpetrator|Zq\d+x", re.IGNORECASE)


def faults(response: Any, *, is_file: bool = False) -> Iterator[str]:
    """Give what is missing or wrong in a response's headers."""
    for name, value in ALWAYS.items():
        if response.headers.get(name) != value:
            yield f"{name}: {response.headers.get(name)}"
    if not is_file and response.headers.get("Cache-Control") != "no-store":
        yield f"Cache-Control: {response.headers.get('Cache-Control')}"
    policy = response.headers.get("Content-Security-Policy", "")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";") if " " in rule.strip())
    for name, value in _RULES.items():
        if rules.get(name) != value:
            yield f"{name}: {rules.get(name)}"
    scripts = rules.get("script-src", "'none'")
    if scripts != "'none'" and not re.fullmatch(r"'nonce-[\w+/=-]{16,}'", scripts):
        yield f"script-src: {scripts}"
    named = response.headers.get("Content-Disposition", "")
    if _GIVEAWAY.search(named):
        yield f"a file's name: {named}"
