"""What the commands about England take."""

from argparse import ArgumentParser, ArgumentTypeError
from decimal import Decimal, InvalidOperation

LEAST = Decimal("0.01")


def add_scale(parser: ArgumentParser) -> None:
    """Take `--scale`: 1 is England, 0.02 a fiftieth of it."""
    parser.add_argument(
        "--scale",
        type=scale_named,
        default=Decimal(1),
        metavar="S",
        help="how large: 1 (default) is England, 0.02 a fiftieth of it",
    )


def scale_named(text: str) -> Decimal:
    """The scale of a text: from 0.01 to 1."""
    try:
        scale = Decimal(text)
    except InvalidOperation:
        raise ArgumentTypeError(f"“{text}” is not a number") from None
    if not LEAST <= scale <= 1:
        raise ArgumentTypeError(f"the scale is from {LEAST} to 1, not {text}")
    return scale
