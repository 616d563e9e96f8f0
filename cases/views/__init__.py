"""Pages of cases and of the people in them: guard, audit, form, service, redirect."""
