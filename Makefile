# `make demo` and `make test` are all that a fresh Debian 12 machine with Swift needs.

.PHONY: demo test packages build release lint scenarios wire crashes determinism readme bench fuzz clean

verbatim = .build/debug/verbatim
fast = .build/release/verbatim

## Show one conversation as it happens, then run all scenarios.
demo: packages
	swift build --product verbatim
	$(verbatim) run --transcript Scenarios/private/whisper.chat
	$(verbatim) run Scenarios

## Run everything that can fail: style, unit tests, scenarios, crashes, determinism.
test: packages lint build release
	swift test
	$(MAKE) --no-print-directory scenarios wire crashes determinism readme

packages:
	@Scripts/install-packages

build: packages
	swift build --build-tests
	swift build --product verbatim

release: packages
	swift build -c release --product verbatim

lint:
	swift format lint --strict -r Package.swift Sources Tests Fuzz

scenarios: release
	$(fast) lint Scenarios
	$(fast) format --check Scenarios
	$(fast) run --quiet Scenarios

## Every scenario on a real server, over WebSockets.
wire: release
	$(fast) run --quiet --on wire Scenarios

## Every scenario once more, with a crash and a restart after each input: users must see the same.
crashes: release
	$(fast) run --quiet --crash-everywhere Scenarios

determinism: build release
	Scripts/check-determinism

readme: build
	Scripts/check-readme

## Print the figures of Docs/performance.md as JSON. What the build says goes elsewhere, so that the output is one document.
bench: packages
	@swift build -c release --product Benchmarks >&2
	@.build/release/Benchmarks

## Feed random bytes to the wire decoder and the scenario parser; SECONDS each.
fuzz: packages
	Scripts/fuzz $(or $(SECONDS),60)

clean:
	rm -rf .build .build-fuzz
