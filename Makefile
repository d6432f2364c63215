# Ling: every command a person types. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# Extra words for `ling serve`, as in: make run ARGS="--port 9000"
ARGS ?=
# Where `make install` puts the program.
PREFIX ?= $(HOME)/.local

.PHONY: help install run test test-peers bench fuzz fmt lint

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */  make \1\t/' | expand -t 20

run: ## install what is missing, build, and serve Ling on this machine
	@scripts/run.sh $(ARGS)

install: ## copy the built `ling` to PREFIX/bin (~/.local/bin), so that you can type `ling ask`
	@scripts/install.sh "$(PREFIX)"

test: ## install what is missing, then run every test of our own
	@scripts/test.sh

test-peers: ## run Ling against real foreign programs (Home Assistant and others)
	@scripts/test-peers.sh

bench: ## every set of sentences and every peer, side by side, into docs/numbers.md
	@scripts/bench.sh

fuzz: ## chance input for every parser, ten minutes each (nightly Rust)
	@scripts/fuzz.sh

fmt: ## format the Rust code
	@cargo fmt --all

lint: ## what a reviewer's machine checks: format, clippy, tidy, docs
	@scripts/lint.sh
