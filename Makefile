# Everything a newcomer needs. On a Debian 12 with git, make and root or sudo, `make run` and `make test` do the rest.
.PHONY: help run build test test-corpus bench docs lint format fuzz dev clean
.DEFAULT_GOAL := help

ADDRESS ?= 127.0.0.1:8088
DATA ?= ./data
FUZZ_SECONDS ?= 60

help:  ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' Makefile

run: build  ## install what is missing, build, and serve on 127.0.0.1:8088 with ./data
	@exec build/release/entrepot serve --data $(DATA) --listen $(ADDRESS)

build:  ## build/release/entrepot
	@tools/install_dependencies build
	@tools/build release entrepot

dev:  ## the quick build with its tests, for working on the code
	@tools/install_dependencies build test
	@tools/build dev all

test:  ## every test: sanitizer builds, style, real cargo; takes about half an hour from nothing
	@tools/install_dependencies build test
	@tools/build release entrepot
	@tools/build asan tests
	@tools/build tsan concurrent_tests
	@tools/make_suite build/suite
	@ctest --test-dir build/suite --output-on-failure -j2

test-corpus:  ## the 316 crates of a large real closure, published and built with
	@tools/install_dependencies build test corpus
	@tools/build release entrepot
	@python3 tests/e2e/whole_corpus.py -v

bench:  ## the table of ratios to nginx
	@tools/install_dependencies build bench corpus
	@tools/build release all -DENTREPOT_BENCH=ON
	@bench/run

stories: build  ## the website in a real browser, with screenshots in build/web/screenshots
	@tools/install_dependencies test
	@npm --prefix web run --silent stories

docs: build  ## write the pages that are made from tables, and the website's types
	@build/release/entrepot options --markdown > docs/options.md
	@build/release/entrepot routes --markdown > docs/api.md
	@build/release/entrepot routes --openapi > docs/openapi.json
	@build/release/entrepot search-language --markdown > docs/search.md
	@build/release/entrepot man --markdown > docs/cli.md
	@npm --prefix web run --silent types
	@build/release/entrepot first-crate --markdown | tools/write_section README.md first-crate

lint:  ## layers, format, clang-tidy
	@tools/install_dependencies build test
	@tools/check_layers
	@tools/check_format
	@tools/build asan entrepot_base
	@tools/check_tidy

format:  ## rewrite the C++ as .clang-format says
	@tools/install_dependencies test
	@git ls-files '*.h' '*.cc' | xargs clang-format-19 -i

fuzz:  ## every fuzz target for FUZZ_SECONDS (60) each
	@tools/install_dependencies build test
	@tools/build fuzz all
	@tools/run_fuzz $(FUZZ_SECONDS)

clean:  ## remove every build
	rm -rf build
