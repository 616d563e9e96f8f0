"""Sign-in: a password and then a second factor, for everyone, on every path."""
