"""Every rule that an edition can name. Importing a section's module registers its rules."""

from returns.counting import (
    a_individuals,
    a_length_of_stay,
    b_unable,
    c_characteristics,
    d_places,
    e_support,
    f_endings,
    h_households,
)
from returns.counting.c_characteristics import CHARACTERISTICS
from returns.counting.registry import POPULATIONS, RULES

SECTIONS = (
    a_individuals,
    a_length_of_stay,
    b_unable,
    c_characteristics,
    d_places,
    e_support,
    f_endings,
    h_households,
)

__all__ = ["CHARACTERISTICS", "POPULATIONS", "RULES", "SECTIONS"]
