# `make demo` and `make test` are all that a fresh Debian 12 machine with Swift needs.

.PHONY: demo check test schemas packages build release lint style scenarios wire conform docs grade reports suite crashes determinism readme new-bot watch browser proxies listening stranger formats operations upkeep cost load-command interruptions language-server http foreign-clients soak bench bench-server bench-plots bench-bots fuzz crash tsan load clients clients-python clients-node static install deb dist package-test clean
# The targets of `test` use one folder of builds, and the machine for themselves.
.NOTPARALLEL:
# Scenarios and tests start `python3`, and only Debian's has what `clients` installs.
export PATH := /usr/bin:$(PATH)

verbatim = .build/debug/verbatim
fast = .build/release/verbatim
frames = $(CURDIR)/.build/frames
# Without what debuggers need, which is three quarters of the program; a crash is still told with the names of functions.
build_fast = swift build -c release -debug-info-format none
static = .build-static/verbatim
dist = .build/dist
version = $(shell Scripts/version)

## Show one conversation as it happens, then run all scenarios.
demo: packages
	swift build --product verbatim
	$(verbatim) run --transcript Scenarios/private/whisper.chat
	$(verbatim) run --tag 'not external' Scenarios

## After a build some two minutes, and no package beyond it: style, the unit tests of the core, all scenarios in the simulator.
check: lint
	swift build --build-tests
	swift test --skip-build --filter '^(EngineTests|WireTests|StoreTests|HostTests|ScenarioLanguageTests|BotsTests)\.'
	$(verbatim) lint Scenarios
	$(verbatim) run --quiet --tag 'not external' Scenarios

## Run everything that can fail: style, unit tests, scenarios in the simulator and on the wire, crashes, determinism, documents, databases.
test: ROUNDS = 5
test: KILLS = 5
test: SAMPLE = 6
test: packages clients lint build release schemas conform grade reports suite crashes determinism readme new-bot watch browser proxies listening stranger formats operations upkeep cost load-command interruptions language-server http foreign-clients clients-python clients-node crash

## Run the unit tests, and the scenarios in the simulator and on the wire, and judge every frame of them by the schemas.
schemas: build release style clients .build/schemas/installed
	Tests/Schema/canaries.py
	.build/schemas/bin/python Tests/Schema/check-asyncapi Docs/asyncapi.json
	rm -rf $(frames) && mkdir -p $(frames)
	VERBATIM_FRAME_LOG=$(frames) Scripts/unit-tests --skip-build
	VERBATIM_FRAME_LOG=$(frames) $(fast) run --quiet Scenarios
	VERBATIM_FRAME_LOG=$(frames) $(fast) run --quiet --on wire Scenarios
	Tests/Schema/check-frames $(frames)

# What judges schemas and frames, and nobody here wrote: one from Debian, one from PyPI.
.build/schemas/installed: Tests/Schema/requirements.txt
	@Scripts/install-packages python3-jsonschema python3-venv
	/usr/bin/python3 -m venv --clear .build/schemas
	.build/schemas/bin/pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

packages:
	@Scripts/install-packages

# WebSocket clients that nobody here wrote, for the tests of the server and for the examples in other languages.
clients:
	@Scripts/install-packages python3-websockets openssl curl
	@command -v node >/dev/null || Scripts/install-packages nodejs

## Have clients that nobody here wrote say all that can be said, also for a day, as tutorials do, on a full disk and without a log.
foreign-clients: clients release
	for PROGRAM in conversation virtual_clock tutorials full_disk lost_log; do \
		/usr/bin/python3 Tests/Clients/$$PROGRAM.py $(fast) || exit 1; \
	done

## Pack the Node library, test what the file installs, and kill its help desk and the server, KILLS times.
clients-node: clients release
	@command -v npm >/dev/null || Scripts/install-packages npm
	@command -v tsc >/dev/null || Scripts/install-packages node-typescript
	/usr/bin/python3 Tests/Clients/node_package.py $(fast) --kills $(or $(KILLS),30) $(if $(SEED),--seed $(SEED))
	for BOT in echo reminder poll; do \
		/usr/bin/python3 Tests/Clients/examples.py $(fast) $$BOT node Examples/node/$$BOT.mjs || exit 1; \
	done

## Build the Python library's wheel and test what it installs; kill the help desk and its server, KILLS times.
clients-python: clients release
	@Scripts/install-packages python3-venv
	Tests/Clients/python_package.py $(fast)
	for BOT in echo reminder poll; do \
		/usr/bin/python3 Tests/Clients/examples.py $(fast) $$BOT /usr/bin/python3 Examples/python/$$BOT.py || exit 1; \
	done
	ROUNDS=$(or $(KILLS),30) /usr/bin/python3 Tests/Clients/examples.py $(fast) helpdesk /usr/bin/python3 Examples/python/helpdesk.py

build: packages
	swift build --build-tests

release: packages
	$(build_fast) --product verbatim

lint:
	swift format lint --strict -r Package.swift Plugins Sources Tests Fuzz

style: release
	$(fast) lint Scenarios Examples/scenarios
	$(fast) format --check Scenarios Examples/scenarios

scenarios: release style clients
	$(fast) run --quiet Scenarios

## Every scenario on a real server, over WebSockets.
wire: release clients
	$(fast) run --quiet --on wire Scenarios

## Put our own server through the conformance suite, and the one in Python with what is known of it.
conform: release clients
	$(fast) conform --quiet --spawn "$(fast) serve --port {port} --database {folder}/chat.db --clock virtual --admin-token-file {token} \
		--header-deadline 2 --message-deadline 2 {limits}" \
		--json .build/verbatim.json --junit .build/conformance.xml
	/usr/bin/python3 Tests/PythonServer/test_server.py
	$(fast) conform --quiet --baseline Tests/PythonServer/baseline --json .build/python.json \
		--spawn "/usr/bin/python3 Tests/PythonServer/server.py --port {port} --clock virtual --admin-token-file {token}"

## Grade the suite: a server with one planted defect for each clause, and every defect, or one of SAMPLE of them, has to be found. WRITE=1 writes Docs/grading.md.
grade: release
	$(build_fast) --product faulty-server
	/usr/bin/python3 Tests/Grading/grade.py --verbatim $(fast) --faulty .build/release/faulty-server $(if $(SAMPLE),--sample $(SAMPLE)) $(if $(SEED),--seed $(SEED)) $(if $(WRITE),--write)

# The reports of all commands, by readers that nobody here wrote, and the commands of Docs/ci.md.
reports: release clients
	@Scripts/install-packages python3-jsonschema python3-junitparser python3-yaml openssl curl
	Tests/Reports/check-reports $(fast)
	Tests/Reports/check-ci $(fast)

## Run 1,000 scenarios of which 100 fail in known ways, also on real servers: all reports, shards, merging, selections. SECONDS bounds the time on real servers.
suite: release
	@Scripts/install-packages python3-jsonschema
	/usr/bin/python3 Tests/Suite/check_suite.py --verbatim $(fast) --wire $(if $(SECONDS),--seconds $(SECONDS))

## Every scenario once more, with a crash and a restart after each input: users must see the same.
crashes: release
	$(fast) run --quiet --crash-everywhere Scenarios

# The same bytes from two builds in other time zones and locales.
determinism: build release
	Scripts/check-determinism

# The commands that the README and some documents show, with what they print, and how plots are drawn.
readme: build clients
	Scripts/check-readme
	/usr/bin/python3 Tests/Plots/test_plots.py

## Write a package with `verbatim new bot`, and build and test it.
new-bot: build
	Scripts/check-new-bot

## Watch folders in a pipe and on a terminal, while files are saved, made, deleted, broken and blessed.
watch: release
	/usr/bin/python3 Tests/Watch/watch.py --program $(fast)

## Use reports, matrices, the page of a watch and pages of other origins in a headless Chromium: keys, mouse, search, colours, a phone, no scripts, 2,000 events.
browser: release
	@Scripts/install-packages chromium fonts-dejavu-core python3-websockets
	/usr/bin/python3 Tests/Browser/report.py --program $(fast)
	/usr/bin/python3 Tests/Browser/matrix.py --program $(fast)
	/usr/bin/python3 Tests/Watch/watch_page.py --program $(fast)
	/usr/bin/python3 Tests/Browser/origins.py --program $(fast)

## Have a stranger do at random for a minute what one address can do, while ten people chat; SEED repeats it.
stranger: clients release
	/usr/bin/python3 Tests/Hostile/stranger.py --server $(fast) $(if $(SEED),--seed $(SEED))

## Put nginx, HAProxy, Caddy and Apache before a server, with kept connections, log-ins over HTTP and reloads.
proxies: clients release
	@Scripts/install-packages nginx-light haproxy caddy apache2-bin
	/usr/bin/python3 Tests/Proxies/proxies.py --server $(fast)

## Listen at several addresses, at sockets in the file system and of systemd, renew certificates and logs while the server runs, and refuse what is none.
listening: clients release
	/usr/bin/python3 Tests/Listening/listening.py --server $(fast)

## Open, upgrade, rebuild and back up a database of every format that was ever released.
formats: clients release
	/usr/bin/python3 Tests/Formats/check_formats.py --server $(fast)

# The commands of a year in the life of an operator, as Docs/operations.md shows them.
operations: clients release
	/usr/bin/python3 Tests/Operations/year.py --server $(fast)

## Kill programs and fill disks while they upgrade, prune, back up, rebuild and write snapshots, UPKEEP times each; damage files; look for what is to be gone.
upkeep: clients release
	/usr/bin/python3 Tests/Upkeep/gone.py --server $(fast)
	/usr/bin/python3 Tests/Upkeep/damage.py --server $(fast)
	/usr/bin/python3 Tests/Upkeep/rounds.py --server $(fast) --rounds $(or $(UPKEEP),1) $(if $(SEED),--seed $(SEED)) $(if $(ONLY),--only $(ONLY))

## Have `verbatim load` measure a server, and find what is wrong with small ones that break a promise.
load-command: clients release
	/usr/bin/python3 Tests/Load/load_command.py --server $(fast)

## Interrupt and kill runs of scenarios, let them take too long, and look for what they leave behind.
interruptions: clients release
	/usr/bin/python3 Tests/Interruption/interrupt.py --verbatim $(fast)

## Use `verbatim lsp` through a client that nobody here wrote.
language-server: release .build/lsp/installed
	.build/lsp/bin/python Tests/LanguageServer/lsp_test.py --verbatim $(fast)

.build/lsp/installed: Tests/LanguageServer/requirements.txt
	@Scripts/install-packages python3-venv
	/usr/bin/python3 -m venv --clear .build/lsp
	.build/lsp/bin/pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

## Ask over raw sockets for what RFC 9110 and RFC 9112 say that a server must do; validate the OpenAPI document, and have schemathesis make requests of it: EXAMPLES for each operation; SEED repeats them.
http: clients release .build/http/installed
	/usr/bin/python3 Tests/HTTP/rfc.py --server $(fast)
	.build/http/bin/python Tests/HTTP/api.py --server $(fast) $(if $(EXAMPLES),--examples $(EXAMPLES)) $(if $(SEED),--seed $(SEED))

.build/http/installed: Tests/HTTP/requirements.txt
	@Scripts/install-packages python3-venv
	/usr/bin/python3 -m venv --clear .build/http
	.build/http/bin/pip install --quiet --disable-pip-version-check --requirement $<
	@touch $@

## Count the instructions that a message costs on five ways through the stack, and compare them with Tests/Cost/figures.json; WRITE=1 writes it.
cost: packages
	@Scripts/install-packages valgrind
	$(build_fast) --product Benchmarks
	/usr/bin/python3 Tests/Cost/cost.py $(if $(WRITE),--write)

## Write the documentation of what bot authors import, as pages for a web server, to .build/docs.
docs: packages
	@mkdir -p .build/docs
	for TARGET in Bots BotTesting BotRuntime; do \
		VERBATIM_DOCS=1 swift package --allow-writing-to-directory .build/docs generate-documentation \
			--target $$TARGET --output-path .build/docs/$$TARGET \
			--transform-for-static-hosting --hosting-base-path $$TARGET || exit 1; \
	done

## The same by the hundred, all rounds of the unit tests, and the packages: for a night, not for every change.
soak: build clients
	VERBATIM_SOAK=1 Scripts/unit-tests --skip-build
	$(MAKE) grade
	$(MAKE) crash ROUNDS=200
	$(MAKE) clients-python KILLS=500
	$(MAKE) clients-node KILLS=300
	$(MAKE) upkeep UPKEEP=200
	$(MAKE) package-test

## Kill a server under load, ROUNDS times, and compare what its clients wrote down; SEED repeats a schedule.
crash: clients release
	/usr/bin/python3 Tests/Crash/crash.py --server $(fast) --rounds $(or $(ROUNDS),50) $(if $(SEED),--seed $(SEED))

## Run the server's tests under the thread sanitizer, one after the other, since deadlines would pass otherwise. The first build takes about a quarter of an hour.
tsan: packages clients
	swift build --build-tests --sanitize=thread --scratch-path .build-tsan
	TSAN_OPTIONS="halt_on_error=1 suppressions=$(CURDIR)/Tests/thread-sanitizer.supp" \
		swift test --skip-build --no-parallel --sanitize=thread --scratch-path .build-tsan --filter '^ServerTests\.'

## Hold 10,000 idle connections, let 200 clients stall, and print the figures as JSON, one line each.
load: clients release
	/usr/bin/python3 Tests/Load/load.py --server $(fast)

## Print the figures of Docs/performance.md as JSON documents, one after the other. What builds say goes elsewhere.
bench: packages
	@$(build_fast) --product Benchmarks >&2
	@.build/release/Benchmarks
	@$(MAKE) --no-print-directory --silent bench-server load bench-bots

## Measure the live server beside nchan on nginx, and print the figures as JSON; OPTIONS are those of Scripts/bench-server.
bench-server: packages
	@Scripts/install-packages gcc libc6-dev nginx-light libnginx-mod-nchan >&2
	@$(build_fast) --product verbatim >&2
	@Scripts/bench-server $(OPTIONS)

## Measure the live server and how cost grows, and draw the plots of Docs/performance.md anew.
bench-plots: packages
	@$(build_fast) --product Benchmarks >&2
	.build/release/Benchmarks --only growth >.build/growth.json
	Scripts/bench-plots .build/growth.json Docs/plots
	@$(MAKE) --no-print-directory --silent bench-server OPTIONS="--plots Docs/plots $(OPTIONS)" >.build/server.json

## Measure bots at a live server, and print the figures as JSON.
bench-bots: packages clients
	@$(build_fast) --product verbatim >&2
	@Scripts/bench-bots

## Feed random bytes to the wire decoder and the scenario parser; SECONDS each.
fuzz: packages
	Scripts/fuzz $(or $(SECONDS),60)

# One executable without Swift, SQLite, json-c and OpenSSL, which all that follows packs. It has a build folder of its own. It is a file with
# prerequisites, so that `sudo make install` need not build what is there, as a user who may have no Swift.
static: $(static)

$(static): Package.swift Scripts/build-static Scripts/embed $(shell find Examples/scenarios Plugins Scenarios Sources -type f) $(wildcard .git/logs/HEAD)
	@Scripts/install-packages binutils
	Scripts/build-static

## Install the program, manual pages, completions and a systemd unit below PREFIX; DESTDIR comes in front of it for who packs them.
install: $(static)
	Scripts/install-files $(static) "$(DESTDIR)" "$(or $(PREFIX),/usr/local)"

## Make the Debian package.
deb: $(static)
	Scripts/make-deb $(static) $(dist)

## Make the archive for every x86-64 Linux with glibc 2.36 or newer.
dist: $(static)
	@Scripts/install-packages xz-utils
	Scripts/make-dist $(static) $(dist)

## Install, upgrade, remove and purge the package in a bare Debian 12, and run the archive's program there. It needs root.
package-test: deb dist
	@Scripts/install-packages debootstrap
	Tests/Packaging/check-package $(dist)/verbatim_$(version)_$$(dpkg --print-architecture).deb \
		$(dist)/verbatim-$(version)-linux-$$(uname -m).tar.xz

clean:
	rm -rf .build .build-fuzz .build-static .build-tsan
