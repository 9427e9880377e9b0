# Short names for what plain Maven does; nothing here is needed to build or test.
.DEFAULT_GOAL := help
.PHONY: help build test

help: ## Print this help
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' $(MAKEFILE_LIST)

build: ## Compile and package, without tests
	./mvnw -B -ntp -DskipTests package

test: ## Compile, test and check the style
	./mvnw -B -ntp verify
