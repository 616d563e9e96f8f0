"""From nothing to a running system: the private database, the Makefile's messages, the demo."""
