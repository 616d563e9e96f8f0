"""Who looked at a case, at a person in it, and what a colleague looked at: told in sentences."""
