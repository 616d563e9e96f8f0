"""The pages on which an administrator says what the organisation is and who works in it."""
