# Everything a person or a machine does with Rowan. It needs make and Python 3.11 or later.

SHELL = /bin/sh
PYTHON_IN = .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help demo install test check soak bench clean

help: ## show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

demo: ## from nothing to a running Rowan with invented data, in the foreground (PORT moves it)
	@sh setup/environment.sh base
	@exec $(PYTHON_IN) manage.py demo

install: ## make .venv with everything that running, testing and checking need
	@sh setup/environment.sh dev

test: ## the whole suite, beside a running demo if need be (REQUIRE_ALL=1: nothing may be skipped)
	@sh setup/environment.sh dev
	@sh setup/test.sh

check: ## linters, formats, types, the direction of imports, common security faults
	@sh setup/environment.sh dev
	@sh setup/check.sh

soak: ## the long tests in full
	@sh setup/environment.sh dev
	@sh setup/soak.sh

bench: ## times and memory, each beside its baseline (BENCH_SCALE=0.02: all of them small)
	@sh setup/environment.sh dev
	@exec $(PYTHON_IN) -m benchmarks

clean: ## remove this installation's data: database, keys, files
	@sh setup/clean.sh
