# Everything a newcomer or a build machine needs; `make help` lists it. Each target installs what it misses.
SHELL := /usr/bin/env bash
.DEFAULT_GOAL := help
.PHONY: help setup build demo test lint embedded sanitize postgres sabotage mutate kill torture coverage model fuzz usb kernel judge receipts examples scan bench proof campaign install uninstall ci clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: ## install what is missing (Debian and Ubuntu; elsewhere it says what to install)
	@scripts/setup

build: setup ## build everything, debug
	swift build --build-tests --explicit-target-dependency-import-check error

demo: setup ## pay two fines over a pseudo-terminal, one of them through a power cut
	@scripts/demo

test: setup ## run the test suite
	@scripts/test

postgres: ## run what every journal promises at a PostgreSQL server on loopback too
	@scripts/setup usb printing postgres && scripts/test-postgres

lint: ## check format and style
	@scripts/lint

embedded: ## compile PosProtocol and PosFirmware as Embedded Swift
	@scripts/embedded

sanitize: ## run the suite, USB on a played bus with it, with the thread and the address sanitizer
	@scripts/setup usb usb-mock printing postgres && scripts/sanitize

sabotage: ## take each safeguard out of a copy; a test must notice
	@scripts/setup postgres && scripts/sabotage

mutate: setup ## break the rules of money in every small way; a test must notice (ten minutes or so)
	@scripts/mutate

kill: setup ## kill or stop payments, flows, ends of day and the simulator 300 times, then carry on
	@scripts/kill-test

torture: setup ## the same 10,000 times, with a release build and faster clocks (SEED=n)
	swift build -c release --product pos
	@POS=.build/release/pos SCALE=0.04 scripts/kill-test 10000 $(or $(SEED),1)

coverage: setup ## how much of PaymentFlows its tests run: 97 % of the lines, the machines whole
	@scripts/coverage

model: ## check the model of money with spin: every state, and each safeguard taken out
	@scripts/setup model && scripts/model

fuzz: setup ## run every fuzz target for two minutes
	@scripts/fuzz

usb: ## build with libusb and test on a bus that is played
	@scripts/setup usb usb-mock printing postgres && scripts/usb-mock

judge: ## let tshark read our messages and compare what it says
	@scripts/setup tshark && scripts/judge

receipts: ## build with Pango and look at receipts with other people's tools
	@scripts/setup usb usb-mock printing receipts postgres && swift build --product pos --traits USB,Printing,Postgres --scratch-path .build-usb && scripts/receipt-judge

examples: setup ## build and run the example package at a simulated reader
	@scripts/examples

scan: ## look for clear card numbers in everything the other targets wrote
	@scripts/scan-cards --self-test && scripts/scan-cards

kernel: setup ## pay over USB with a real kernel, in a virtual machine (Debian)
	@scripts/usb-vm --vm

bench: ## run the benchmarks (minutes)
	@scripts/setup postgres && scripts/bench

proof: setup ## simulate payments with every fault, from seeds (SEED=n: one of them, in words)
	@scripts/proof $(if $(SEED),seed $(SEED))

campaign: setup ## go on with a campaign of such schedules on every core (MILLIONS=1)
	@scripts/proof campaign $(or $(MILLIONS),1)

install: ## build a release and install it below PREFIX (/usr/local); DESTDIR for packagers
	@scripts/setup usb printing libpq && DESTDIR=$(DESTDIR) PREFIX=$(PREFIX) scripts/install

uninstall: ## remove what install has put there
	@DESTDIR=$(DESTDIR) PREFIX=$(PREFIX) scripts/install --remove

ci: ## all of it, as .ci/run does
	@scripts/ci

clean: ## remove everything that was built
	rm -rf .build .build-* Examples/.build Fuzz/.build Benchmarks/.build Proofs/.build
