# Every command of the project. CI runs these same targets and nothing else.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
TOOL := go tool -modfile=tools/go.mod
VERSION := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
PKG := github.com/cosmos/cosmos-sdk/version
LDFLAGS := -s -w -X $(PKG).Name=iexecd -X $(PKG).AppName=iexecd -X $(PKG).Version=$(VERSION)
SEED ?= 1
SEEDS ?= 100
TASKS ?= 10000
FRAMES ?= 200
FUZZTIME ?= 20s
BASE ?=

# No C compiler is needed; the same bytes come out with or without one.
export CGO_ENABLED := 0
# A clean clone without git builds as well.
export GOFLAGS := -buildvcs=false

help: ## Show this help.
	@awk 'BEGIN{FS=":.*## "} /^##@/{printf "\n%s\n",substr($$0,5)} /^[a-z0-9-]+:.*## /{printf "  %-16s %s\n",$$1,$$2}' Makefile

##@ Start here
dev: build ## Build everything, then run a whole network on this machine (Ctrl-C stops it). ARGS="--faulty 1" adds flags.
	build/iexecd dev $(ARGS)
test: setup-test apps ## Install what tests need (it says what), then run every test. Nothing is skipped.
	./scripts/test.sh

##@ Every day
init: ## Install the git hooks. Run once after cloning.
	git config core.hooksPath .githooks
apps: setup ## Compile the example apps to WebAssembly.
	./scripts/build-apps.sh
build: apps ## Build iexecd into build/, with the example apps in it.
	go build -trimpath -ldflags '$(LDFLAGS)' -o build/ ./cmd/iexecd
install: apps ## Install iexecd, with the example apps in it, into GOBIN.
	go install -trimpath -ldflags '$(LDFLAGS)' ./cmd/iexecd
lint: ## Check style, imports and proto.
	$(TOOL) golangci-lint config verify
	$(TOOL) golangci-lint run ./...
	$(TOOL) buf lint
fmt: ## Format Go and proto.
	$(TOOL) golangci-lint fmt ./...
	$(TOOL) buf format -w proto
gen: ## Regenerate Go code and the OpenAPI page from proto.
	./scripts/gen.sh
contracts: setup-test ## Recompile the contracts of the bridge and write their Go bindings anew.
	./scripts/contracts.sh
proto-deps: ## Refresh third_party/ from the module cache.
	./scripts/proto-deps.sh

##@ Deeper checks
images: setup-test ## Build the images of the store's apps and print size and time of each. APPS="a b" builds these only.
	./scripts/with-docker.sh ./scripts/build-images.sh $(APPS)
test-apps: setup-test build ## Build all images, run each twice in the sandbox and buy it from three workers. ARGS=-apps.update writes docs/apps.md.
	./scripts/with-docker.sh ./scripts/test-apps.sh $(ARGS)
sim: ## Simulate chain and workers with faults. SEEDS=n runs n seeds, SEED=n the first.
	go test ./tests/sim -count=1 -timeout 60m -run TestSim -sim.seed=$(SEED) -sim.seeds=$(SEEDS)
same: ## Run the chain beside a model of it, on the same script. TASKS=n tasks, SEED=n.
	go test ./tests/pocochain -count=1 -timeout 30m -v -run TestChainIsModel -pocochain.seed=$(SEED) -pocochain.tasks=$(TASKS)
e2e: build ## Start real processes and run the end-to-end tests.
	go test ./tests/e2e/... -p 1 -count=1 -timeout 30m
film: build ## Render a film of FRAMES=200 frames on four workers, one of them killed half way: 8 minutes.
	FILM_FRAMES=$(FRAMES) go test ./tests/e2e/film -count=1 -v -timeout 40m
fuzz: ## Fuzz every Fuzz function for FUZZTIME each.
	./scripts/fuzz.sh $(FUZZTIME)
cover: ## Write the coverage of core and the modules to build/cover.html.
	mkdir -p build && go test ./core/... ./x/... -coverpkg=./core/...,./x/... -coverprofile=build/cover.out
	go tool cover -html=build/cover.out -o build/cover.html
bench-clearing: ## Print the clearing time per matched order for books of 1 k to 1 M orders.
	go test ./core/market -run '^$$' -bench 'Clear' -benchtime 3x -count=1
bench-lifecycle: ## Print tasks per second through the chain, and worker messages against bank sends.
	go test ./tests/bench -run '^$$' -bench 'Lifecycle' -benchtime 1x -count=1 -timeout 30m
bench-wasm: apps ## Print a task's time through the wasm driver against wazero by itself, and what metering costs.
	go test ./worker/driver/wasm -run '^$$' -bench 'Overhead' -benchtime 1x -count=1 -timeout 30m
bench-docker: ## Print a container's time through the driver against Docker's own API, and tasks per second in 4 slots.
	./scripts/with-docker.sh go test ./worker/driver/docker -run '^$$' -bench . -benchtime 1x -count=1 -timeout 30m
bench-draw: ## Print what the draw of a committee costs among 100,000 workers.
	go test ./tests/bench -run '^$$' -bench 'Draw' -benchtime 1x -count=1 -timeout 30m
bench-beacon: ## Print what verifying the votes and proofs of 4 and of 100 validators costs a block.
	go test ./tests/beacon -run '^$$' -bench 'Beacon' -count=1
bench-blocktime: ## Print the time of blocks of four validators with proofs in their votes against those without.
	go test ./tests/beacon/net -run '^$$' -bench 'BlockTime' -benchtime 1x -count=1

##@ Run
localnet: build ## Start four validators and four workers on this machine.
	./scripts/localnet.sh start
localnet-stop: ## Stop the local net and delete it.
	./scripts/localnet.sh stop

##@ What CI runs
gen-check: gen ## Fail if generated code is stale; with BASE=ref also if proto breaks it.
	test -z "$$(git status --porcelain -- '*.pb.go' '*.pb.gw.go' docs/openapi)" || { git status --short -- '*.pb.go' '*.pb.gw.go' docs/openapi; exit 1; }
	[[ -z "$(BASE)" ]] || $(TOOL) buf breaking --against '.git#ref=$(BASE)'
tidy-check: ## Fail if go.mod is not tidy.
	go mod tidy -diff
ci: tidy-check gen-check lint test same ## Everything a change must pass.

setup:
	@./scripts/setup.sh
setup-test:
	@./scripts/setup.sh test

.PHONY: help dev test init apps images test-apps build install lint fmt gen contracts proto-deps sim same e2e film fuzz cover bench-clearing bench-lifecycle bench-beacon bench-blocktime bench-docker bench-draw bench-wasm localnet localnet-stop gen-check tidy-check ci setup setup-test
