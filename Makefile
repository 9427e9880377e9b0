# Short names for what plain Maven does; nothing here is needed to build or test.
.DEFAULT_GOAL := help
.PHONY: help build test

help: ## Print this help
	@sed -n 's/^\([a-z-]*%\{0,1\}\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST) | sed 's/%/NAME/'

build: ## Compile and package, without tests
	./mvnw -B -ntp -DskipTests package

test: ## Compile, test and check the style
	./mvnw -B -ntp verify

bench-%: ## Run one benchmark of bench/, such as bench-start; ARGS="..." goes to it
	./mvnw -B -ntp -q -DskipTests -pl bench -am package
	java -cp "bench/target/classes:$$(cat bench/target/class-path)" io.mcpbuffet.bench.BenchMain $* $(ARGS)
