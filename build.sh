#!/usr/bin/env bash
# Builds, serves, tests and measures. Usage: ./build.sh [verb] [arguments]
#
#   (none)   build web/dist and print the sizes
#   serve    build, then serve the demo page; arguments go to serve.go
#   test     everything that CI runs
#
# Go is all that building and serving need. What a verb needs beyond it is
# installed where that is possible, and otherwise named in one line.
set -euo pipefail
cd "$(dirname "$0")"

say() { printf '\n== %s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

command -v go >/dev/null || fail "Go is not installed: see https://go.dev/doc/install"

build() {
  mkdir -p web/dist
  GOOS=js GOARCH=wasm go build -trimpath -ldflags '-s -w' -o web/dist/rtm.wasm ./wasm
  GOROOT=$(go env GOROOT) go run ./web/bundle
}

serve() {
  build
  go build -o .cache/serve serve.go
  exec .cache/serve "$@"
}

check() {
  say "vet, for both targets"
  go vet ./...
  GOOS=js GOARCH=wasm go vet ./...
  say "native tests"
  go test -race ./...
}

case "${1:-build}" in
  build) build ;;
  test) build; check ;;
  serve) shift; serve "$@" ;;
  *) fail "There is no verb '$1': build.sh begins with the list" ;;
esac
