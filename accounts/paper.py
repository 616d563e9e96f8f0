"""Papers: a page of Typst and what stands in it become a PDF."""

import json
from collections.abc import Mapping

import typst


def pdf(page: str, content: Mapping[str, object]) -> bytes:
    """Return a PDF, made in this process with the fonts that Typst carries.

    The page reads its content with ``json(bytes(sys.inputs.content))``: no word of it is code.
    """
    made: bytes = typst.compile(
        page.encode(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content)},
    )
    return made
