"""What the Makefile runs: the environment, the checks, the tests, the cleaning."""
