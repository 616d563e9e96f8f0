"""Finding people by a name in any spelling, a number, a day of birth, a postcode or a reference."""
