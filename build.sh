#!/usr/bin/env bash
# Builds, serves, tests and measures. Usage: ./build.sh [verb] [arguments]
#
#   (none)   build web/dist and print the sizes
#   serve    build, then serve the demo page; arguments go to serve.go
#   pack     build, then make the npm package, web/dist/rtmwasm-<version>.tgz
#   parity   compare with @slack/client 3.16.0 and 4.12.0, and write
#            web/parity/README.md; arguments choose scripts: a part of their names
#   test     everything that CI runs; arguments name its parts: lint imports
#            native wasm types pages worker firefox demo consumers
#   bench    measure speed against a bare loop and @slack/rtm-api, and write
#            the README's section; arguments name what to measure: flood
#            answering roundtrip pipeline ready memory growth. 'profile'
#            takes CPU profiles of a flood into .cache/bench instead
#   faults   break the network under a page in every way and phase, and print
#            what came of it; an argument chooses cells, such as "reset while"
#   soak     let three tabs talk for 10 minutes while something fails every few
#            seconds, and hold both sides' ledgers and what the tabs keep to
#            account; arguments are other minutes, and --seed with a number
#   audit    ask for known vulnerabilities, and build twice to compare
#
# Go is all that building and serving need. What a verb needs beyond it is
# installed where that is possible, and otherwise named in one line.
set -euo pipefail
cd "$(dirname "$0")"

# Nothing needs C but the race detector.
export CGO_ENABLED=0

# Tools that are not part of the module, since its users would inherit what
# they need.
staticcheck=honnef.co/go/tools/cmd/staticcheck@v0.8.2
wasmbrowsertest=github.com/agnivade/wasmbrowsertest@v0.11.0
toxiproxy=github.com/Shopify/toxiproxy/v2/cmd/server@v2.5.0
govulncheck=golang.org/x/vuln/cmd/govulncheck@v1.9.0

say() { printf '\n== %s\n' "$*"; }
fail() { printf 'build.sh: %s\n' "$*" >&2; exit 1; }

# need COMMAND PACKAGE makes sure that there is a command.
need() { command -v "$1" >/dev/null || install "$1" "$2"; }

# install WHAT PACKAGE... installs it, or says that it is missing.
install() {
  local what=$1
  shift
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    fail "'$what' is not installed: install it (in Debian: $*) and try again"
  fi
  say "installing $*"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# tool PACKAGE@VERSION builds a tool, unless it is there, and prints its path.
tool() {
  local path=$PWD/.cache/tools/${1##*@}/$(basename "${1%@*}")
  [ -x "$path" ] || GOBIN=$(dirname "$path") go install "$1" >&2
  echo "$path"
}

# in_js COMMAND runs it for the page's platform.
in_js() { env GOOS=js GOARCH=wasm "$@"; }

# stand_in tells go build to take wasm/nethttp for net/http: see there.
stand_in() {
  in_js go list -f '{{range .GoFiles}}{{$.Dir}}/{{.}}{{"\n"}}{{end}}' net/http |
    awk -v http="$PWD/wasm/nethttp/http.go" '
      NF { printf "%s\"%s\":\"%s\"", (n++ ? "," : "{\"Replace\":{"), $0, (n == 1 ? http : "") }
      END { print "}}" }' >.cache/stand-in.json
}

# fingerprint prints what tells rtm.wasm from others. Nothing of this machine
# goes into it: who builds the same sources with the same Go gets the same
# bytes, and ./build.sh audit tries that.
fingerprint() { (cd web/dist && sha256sum rtm.wasm); }

build() {
  rm -rf web/dist # or what an earlier build made would be packed
  mkdir -p web/dist .cache
  stand_in
  in_js go build -overlay .cache/stand-in.json -trimpath -buildvcs=false -ldflags=-w -o .cache/rtm.wasm ./wasm
  GOROOT=$(go env GOROOT) go run ./web/bundle
  fingerprint
  go build -o .cache/serve serve.go
}

serve() {
  build
  exec .cache/serve "$@"
}

pack() {
  build
  tarball
  say "$(ls web/dist/*.tgz)"
  tar -tvzf web/dist/*.tgz
}

# tarball makes the npm package of what has been built.
tarball() {
  need node nodejs
  need npm npm
  rm -f web/dist/*.tgz
  (cd web && npm pack --ignore-scripts --silent --pack-destination dist >/dev/null)
}

rows=("pages worker" "firefox demo consumers")
parts="lint imports native wasm types ${rows[*]}"

test_lint() {
  say "gofmt, vet and staticcheck, natively and for the page"
  local unformatted
  unformatted=$(gofmt -l ./*.go rtm jsbridge wasm web)
  [ -z "$unformatted" ] || fail "not formatted by gofmt: $unformatted"
  go vet ./...
  in_js go vet ./...
  "$(tool $staticcheck)" ./...
  in_js "$(tool $staticcheck)" ./...
}

# The imports run one way, so that each package can be understood without the
# next; and the page is spared what it does not need.
test_imports() {
  say "imports"
  local bad
  bad=$({
    in_js go list -f '{{range .Imports}}{{$.ImportPath}} {{.}}{{"\n"}}{{end}}' ./...
    go list -f '{{range .Imports}}{{$.ImportPath}} {{.}}{{"\n"}}{{end}}' ./rtm/... ./jsbridge .
  } | grep -E \
    -e '^rtmwasm/rtm(/store)? (syscall/js|github.com/hack-pad/.*|rtmwasm/(jsbridge|wasm|rtm/rtmtest|rtm/store))$' \
    -e '^rtmwasm/rtm/rtmtest (testing|syscall/js|rtmwasm/jsbridge)$' \
    -e '^rtmwasm/jsbridge rtmwasm/' \
    -e '^rtmwasm/wasm (syscall/js|github.com/.*)$' \
    -e '^rtmwasm rtmwasm/(wasm|jsbridge)$' || true)
  [ -z "$bad" ] || fail "imports that the layout forbids (see the package comments):
$bad"
  # What the linker keeps, not what is imported. Who imports package rtm has
  # net/http itself, and its client must stay out there, too.
  bad=$(in_js go build -o /dev/null -ldflags=-dumpdep ./wasm 2>&1 | grep -E -- '-> net/http\.\(\*(Client|Transport)\)\.[A-Za-z]+$' || true)
  [ -z "$bad" ] || fail "net/http's client is in rtm.wasm, which doubles the download:
$bad"
}

test_native() {
  say "tests, natively"
  # The race detector wants a C compiler and the C library's headers.
  echo '#include <stdlib.h>' | gcc -E - >/dev/null 2>&1 || install gcc gcc libc6-dev
  CGO_ENABLED=1 go test -race ./...
}

# browser prints the path of a Chromium.
browser() {
  local name
  for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name"; then return; fi
  done
  need chromium chromium >&2
  command -v chromium
}

test_wasm() {
  say "the same packages in a browser"
  # It looks for a browser by name.
  mkdir -p .cache/browser
  ln -sf "$(browser)" .cache/browser/chromium
  # It passes the environment to the page, where more than 8 KiB do not fit.
  # The lines left out are noise of its protocol library about newer browsers.
  in_js env -i HOME="$HOME" PATH="$PWD/.cache/browser:$PATH" GOOS=js GOARCH=wasm CGO_ENABLED=0 GOFLAGS="$(go env GOFLAGS)" \
    go test -timeout 5m -exec="$(tool $wasmbrowsertest)" ./rtm/... ./jsbridge ./wasm 2>&1 |
    { grep -v 'could not unmarshal event: unknown IPAddressSpace value' || true; }
}

# node_modules FOLDER installs what the JavaScript there needs, as locked.
node_modules() {
  need node nodejs
  need npm npm
  if ! cmp -s "$1/package-lock.json" "$1/node_modules/.installed"; then
    (cd "$1" && npm ci --silent)
    cp "$1/package-lock.json" "$1/node_modules/.installed"
  fi
}

test_types() {
  say "types"
  node_modules web/test
  local tsc=web/test/node_modules/.bin/tsc config
  for config in web/test/types web/test/types/demo web/src; do $tsc -p $config; done
}

test_pages() {
  say "the package in a page"
  node_modules web/test
  # A test that hangs is a failure, and not the end of CI's patience.
  CHROMIUM=$(browser) timeout 480 node --test --test-reporter=spec web/test/*.test.js
}

# Pictures of the demo are in .cache/screenshots after it.
test_demo() {
  say "the demo page, as a developer uses it"
  node_modules web/test
  CHROMIUM=$(browser) timeout 300 node --test --test-reporter=spec web/test/demo/*.test.js
}

test_worker() {
  say "what is the same with Go in a worker"
  node_modules web/test
  local names="session sending events gap input v3 lifecycle"
  ENGINE=worker CHROMIUM=$(browser) timeout 300 node --test --test-reporter=spec $(printf 'web/test/%s.test.js ' $names)
}

test_firefox() {
  say "the package in a page of Firefox"
  node_modules web/test
  if [ "${CI:-}" = true ] && ! firefox; then install firefox-esr firefox-esr; fi
  if firefox; then
    # The package's own: the demo and the README's examples have run already.
    BROWSER=firefox timeout 480 node --test --test-reporter=spec $(ls web/test/*.test.js | grep -vE '/(demo|readme|migration|backends|growth)\.test\.js$')
  else
    echo "SKIPPED: there is no firefox-esr (CI installs it)"
  fi
}

# firefox says whether there is a Firefox.
firefox() { command -v firefox-esr || command -v firefox; } >/dev/null

test_consumers() {
  say "the npm package in projects of its users"
  node_modules web/test
  node_modules web/test/consumers
  tarball
  CHROMIUM=$(browser) timeout 240 node --test --test-reporter=spec web/test/consumers/*.test.js
}

parity() {
  build
  node_modules web/test
  node_modules web/parity
  say "our client and @slack/client"
  CHROMIUM=$(browser) node web/parity/run.js "$*"
}

faults() {
  build
  node_modules web/test
  say "the network fails"
  CHROMIUM=$(browser) TOXIPROXY=$(tool $toxiproxy) timeout 540 node --test-reporter=spec web/test/faults/faults.js "$@"
}

soak() {
  build
  node_modules web/test
  say "a soak"
  CHROMIUM=$(browser) exec node web/soak/soak.js "$@"
}

# Each check runs, whatever the one before has said. Their databases are asked
# over the network: where they are out of reach, nothing is known, and that is
# a failure.
audit() {
  local bad=()
  say "two clean builds"
  same_twice || bad+=("the build")
  say "known vulnerabilities in Go's packages"
  "$(tool $govulncheck)" ./... || bad+=("govulncheck")
  in_js "$(tool $govulncheck)" ./... || bad+=("govulncheck for the page")
  say "known vulnerabilities in npm's packages"
  need npm npm
  local lock
  for lock in web/*/package-lock.json web/*/*/package-lock.json; do
    (cd "$(dirname "$lock")" && npm audit) || bad+=("npm audit of $(dirname "$lock")")
  done
  [ ${#bad[@]} = 0 ] || fail "these found something, or could not ask (see above): $(printf '%s; ' "${bad[@]}")"
  say "passed"
}

# same_twice builds two copies of the sources, with caches of their own.
same_twice() {
  local work=$PWD/.cache/twice copy
  rm -rf "$work"
  for copy in one another; do
    mkdir -p "$work/$copy"
    tar --exclude=.git --exclude=.cache --exclude=node_modules --exclude=./web/dist -cf - . | tar -xf - -C "$work/$copy"
    (cd "$work/$copy" && GOCACHE=$work/$copy-cache ./build.sh | tail -n 1 | tee "$work/$copy.txt")
  done
  # A build that failed has not printed it.
  grep -q ' rtm.wasm$' "$work/one.txt" && cmp "$work/one.txt" "$work/another.txt"
}

run_tests() {
  build
  local part
  for part in $*; do
    [[ " $parts " == *" $part "* ]] || fail "there is no part '$part' of test: there are $parts"
    "test_$part"
  done
  [ $# -gt 0 ] || run_all
  say "passed: ${*:-$parts}"
}

# run_all runs all parts: those that drive browsers in two rows at a time, since
# they wait more than they work.
run_all() {
  local part row
  for part in lint imports native wasm types; do "test_$part"; done
  # What several of them would install.
  node_modules web/test
  browser >/dev/null
  if [ "${CI:-}" = true ] && ! firefox; then install firefox-esr firefox-esr; fi
  say "two rows of tests in browsers, which are shown when they are done"
  local running=()
  for row in "${rows[@]}"; do
    (for part in $row; do "test_$part"; done) >".cache/${row// /-}.log" 2>&1 &
    running+=($!)
  done
  local failed=0
  for row in "${rows[@]}"; do
    wait "${running[0]}" || failed=1
    running=("${running[@]:1}")
    cat ".cache/${row// /-}.log"
  done
  [ $failed = 0 ] || fail "some of the tests in browsers failed: see above for ✖"
}

bench() {
  build
  node_modules web/test # which has what drives a browser
  node_modules web/bench
  if [ "${1:-}" = profile ]; then
    mkdir -p .cache/bench/readable
    GOROOT=$(go env GOROOT) go run ./web/bundle -to .cache/bench/readable -readable
  fi
  CHROMIUM=$(browser) exec node web/bench/run.js "$@"
}

verb=${1:-build}
shift || true
command -v go >/dev/null || fail "Go is not installed: see https://go.dev/doc/install"
case $verb in
  build) build ;;
  serve) serve "$@" ;;
  pack) pack ;;
  parity) parity "$@" ;;
  test) run_tests "$@" ;;
  bench) bench "$@" ;;
  faults) faults "$@" ;;
  soak) soak "$@" ;;
  audit) audit ;;
  help | -h | --help) sed -n '2,/^$/s/^# \{0,1\}//p' "$0" ;;
  *) fail "there is no verb '$verb': build, serve, pack, parity, test, bench, faults, soak, audit, help" ;;
esac
