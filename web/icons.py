"""Small drawings of our own, by name: the inside of a 16 by 16 SVG."""

ICONS = {
    "lock": '<path d="M4 7V5a4 4 0 0 1 8 0v2h.5A1.5 1.5 0 0 1 14 8.5v5'
    "a1.5 1.5 0 0 1-1.5 1.5h-9A1.5 1.5 0 0 1 2 13.5v-5A1.5 1.5 0 0 1 3.5 7z"
    'm2 0h4V5a2 2 0 0 0-4 0z" fill="currentColor" fill-rule="evenodd"/>',
    "hide": '<path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z'
    'M2.5 14 13.5 2" fill="none" stroke="currentColor" stroke-width="1.5" '
    'stroke-linecap="round"/><circle cx="8" cy="8" r="2" fill="currentColor"/>',
    "yes": '<circle cx="8" cy="8" r="7" fill="currentColor"/>'
    '<path d="m4.8 8.2 2.2 2.2 4.2-4.6" fill="none" stroke="#fff" '
    'stroke-width="1.8" stroke-linecap="round" stroke-linejoin="round"/>',
    "no": '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6"/>'
    '<path d="m3.8 12.2 8.4-8.4" stroke="currentColor" stroke-width="1.6"/>',
    "clock": '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" '
    'stroke-width="1.6"/><path d="M8 4.5V8l2.5 1.5" fill="none" stroke="currentColor" '
    'stroke-width="1.6" stroke-linecap="round"/>',
    "warning": '<path d="M8 1.5 15.2 14H.8z" fill="currentColor"/>'
    '<path d="M8 6v3.8M8 11.6v.4" stroke="#fff" stroke-width="1.7" stroke-linecap="round"/>',
    "information": '<circle cx="8" cy="8" r="7" fill="currentColor"/>'
    '<path d="M8 7.2v4.3M8 4.5v.3" stroke="#fff" stroke-width="1.8" stroke-linecap="round"/>',
    "error": '<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor"/>'
    '<path d="M8 4.5v4M8 11v.3" stroke="#fff" stroke-width="1.8" stroke-linecap="round"/>',
    "never": '<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor"/>'
    '<path d="M4.5 8h7" stroke="#fff" stroke-width="2" stroke-linecap="round"/>',
    "high": '<path d="M8 2.5 14.5 14h-13z" fill="currentColor"/>',
    "medium": '<path d="M8 1.5 14.5 8 8 14.5 1.5 8z" fill="currentColor"/>',
    "standard": '<circle cx="8" cy="8" r="5" fill="currentColor"/>',
    "to do": '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.6"/>',
    "bell": '<path d="M8 1.5a4 4 0 0 1 4 4c0 4 1.5 5 2 6H2c.5-1 2-2 2-6a4 4 0 0 1 4-4z'
    'M6.3 13.2a1.8 1.8 0 0 0 3.4 0" fill="none" stroke="currentColor" stroke-width="1.5" '
    'stroke-linejoin="round"/>',
    "print": '<path d="M4 6V1.5h8V6M4 12H1.8V6h12.4v6H12M4 9.5h8v5H4z" fill="none" '
    'stroke="currentColor" stroke-width="1.5" stroke-linejoin="round"/>',
}

# A sprig of our own: paired leaves above three berries.
SPRIG = (
    '<g fill="#e6efeb"><path d="M12 2c2 2 2 4.5 0 6.5C10 6.5 10 4 12 2z"/>'
    '<path d="M11.4 11.5C8 11.7 5.8 10 5 6.8c3.4-.2 5.8 1.4 6.4 4.7z"/>'
    '<path d="M12.6 11.5c3.4.2 5.6-1.5 6.4-4.7-3.4-.2-5.8 1.4-6.4 4.7z"/>'
    '<path d="M11.4 16.3c-3 .2-5-1.2-5.8-4 3-.2 5.2 1.1 5.8 4z"/>'
    '<path d="M12.6 16.3c3 .2 5-1.2 5.8-4-3-.2-5.2 1.1-5.8 4z"/></g>'
    '<path d="M12 7v14" stroke="#e6efeb" stroke-width="1.5" stroke-linecap="round"/>'
    '<g fill="#e58391"><circle cx="8" cy="19.5" r="2.2"/> '
    '<circle cx="16" cy="19.5" r="2.2"/><circle cx="12" cy="21.6" r="2.2"/></g>'
)
