"""Small drawings of our own, by name: the inside of a 16 by 16 SVG."""

ICONS = {
    "lock": '<path d="M4 7V5a4 4 0 0 1 8 0v2h.5A1.500 1.500 0 0 1 14 8.500v5'
    'a1.500 1.500 0 0 1-1.500 1.500h-9A1.500 1.500 0 0 1 2 13.500v-5A1.500 1.500 0 0 1 3.500 7z'
    'm2 0h4V5a2 2 0 0 0-4 0z" fill="currentColor" fill-rule="evenodd"/>',
    "hide": '<path d="M1.500 8S4 3.500 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8z'
    'M2.500 14 13.500 2" fill="none" stroke="currentColor" stroke-width="1.500" '
    'stroke-linecap="round"/><circle cx="8" cy="8" r="2" fill="currentColor"/>',
    "yes": '<circle cx="8" cy="8" r="7" fill="currentColor"/>'
    '<path d="m4.800 8.200 2.200 2.200 4.200-4.600" fill="none" stroke="#fff" '
    'stroke-width="1.800" stroke-linecap="round" stroke-linejoin="round"/>',
    "no": '<circle cx="8" cy="8" r="6.200" fill="none" stroke="currentColor" stroke-width="1.600"/>'
    '<path d="m3.800 12.200 8.400-8.400" stroke="currentColor" stroke-width="1.600"/>',
    "clock": '<circle cx="8" cy="8" r="6.200" fill="none" stroke="currentColor" '
    'stroke-width="1.600"/><path d="M8 4.500V8l2.500 1.500" fill="none" stroke="currentColor" '
    'stroke-width="1.600" stroke-linecap="round"/>',
    "warning": '<path d="M8 1.500 15.200 14H.8z" fill="currentColor"/>'
    '<path d="M8 6v3.800M8 11.600v.4" stroke="#fff" stroke-width="1.700" stroke-linecap="round"/>',
    "information": '<circle cx="8" cy="8" r="7" fill="currentColor"/>'
    '<path d="M8 7.200v4.300M8 4.500v.3" stroke="#fff" stroke-width="1.800" stroke-linecap="round"/>',
    "error": '<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor"/>'
    '<path d="M8 4.500v4M8 11v.3" stroke="#fff" stroke-width="1.800" stroke-linecap="round"/>',
    "never": '<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="currentColor"/>'
    '<path d="M4.500 8h7" stroke="#fff" stroke-width="2" stroke-linecap="round"/>',
    "high": '<path d="M8 2.500 14.500 14h-13z" fill="currentColor"/>',
    "medium": '<path d="M8 1.500 14.500 8 8 14.500 1.500 8z" fill="currentColor"/>',
    "standard": '<circle cx="8" cy="8" r="5" fill="currentColor"/>',
    "print": '<path d="M4 6V1.500h8V6M4 12H1.800V6h12.400v6H12M4 9.500h8v5H4z" fill="none" '
    'stroke="currentColor" stroke-width="1.500" stroke-linejoin="round"/>',
}

# A sprig of our own: paired leaves above three berries.
SPRIG = (
    '<g fill="#e6efeb"><path d="M12 2c2 2 2 4.500 0 6.500C10 6.500 10 4 12 2z"/>'
    '<path d="M11.400 11.500C8 11.700 5.800 10 5 6.800c3.400-.2 5.800 1.400 6.400 4.700z"/>'
    '<path d="M12.600 11.500c3.400.2 5.600-1.500 6.400-4.700-3.400-.2-5.800 1.400-6.400 4.700z"/>'
    '<path d="M11.400 16.300c-3 .2-5-1.200-5.800-4 3-.2 5.200 1.100 5.800 4z"/>'
    '<path d="M12.600 16.300c3 .2 5-1.200 5.800-4-3-.2-5.200 1.100-5.800 4z"/></g>'
    '<path d="M12 7v14" stroke="#e6efeb" stroke-width="1.500" stroke-linecap="round"/>'
    '<g fill="#e58391"><circle cx="8" cy="19.500" r="2.200"/><circle cx="16" cy="19.500" r="2.200"/>'
    '<circle cx="12" cy="21.600" r="2.200"/></g>'
)
