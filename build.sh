#!/usr/bin/env bash
# Builds, serves, tests and measures. Usage: ./build.sh [verb] [arguments]
#
#   (none)   build web/dist and print the sizes
#   serve    build, then serve the demo page; arguments go to serve.go
#   pack     build, then make the API reference, which serve has at /docs/ from then
#            on, and the npm package, web/dist/rtmwasm-<version>.tgz
#   parity   compare with @slack/client 3.16.0 and 4.12.0, and write
#            web/parity/README.md; arguments choose scripts: a part of their names.
#            Without arguments also run public bots on our client
#   test     everything that CI runs; arguments name its parts: lint imports
#            native wasm types pages worker tabs firefox demo consumers
#   bench    measure speed against a bare loop and @slack/rtm-api, and write
#            web/docs/performance.md; arguments name what to measure: flood
#            answering roundtrip pipeline ready network second memory growth. 'profile'
#            takes CPU profiles of a flood into .cache/bench instead
#   faults   break the network under a page in every way and phase, and print
#            what came of it; an argument chooses cells, such as "reset while"
#   soak     let three tabs talk for 10 minutes while something fails every few
#            seconds, and hold both sides' ledgers and what the tabs keep to
#            account; then an app in Socket Mode, whose sockets are replaced all the
#            while; then let twenty tabs of one session come and go as long.
#            Arguments are other minutes, and --seed with a number
#   explain  read the text of a panic or a stack of rtm.wasm, and print it with the
#            names, files and lines of the functions; the build must be here
#   audit    ask for known vulnerabilities, and build twice to compare
#
# Building and serving need Go and nothing else. What a verb needs beyond it is
# installed as root on Debian, and named in one line elsewhere.
set -euo pipefail
cd "$(dirname "$0")"

# Only the race detector needs C.
export CGO_ENABLED=0

# Tools that are not part of the module, since its users would inherit what
# they need. .ci/tools.mod has their versions, and .ci/tools.sum the hashes.
staticcheck=honnef.co/go/tools/cmd/staticcheck
wasmbrowsertest=github.com/agnivade/wasmbrowsertest
toxiproxy=github.com/Shopify/toxiproxy/v2/cmd/server
govulncheck=golang.org/x/vuln/cmd/govulncheck

say() { printf '\n== %s\n' "$*"; }
fail() { printf '%s: %s\n' "$0" "$*" >&2; exit 1; }

# on_path COMMAND says whether there is a program of that name. It does not ask
# command -v, which also finds the functions of this file.
on_path() { type -P "$1" >/dev/null; }

# Settings that would change what is built, or how.
unset GOROOT GOOS GOARCH GOAMD64 GOARM GOARM64 GOWASM GOFLAGS GOEXPERIMENT GOFIPS140 GO111MODULE

# Settings that stand, be they of the environment or of go env -w: where modules
# come from, and where things are kept.
kept="GOPROXY GOSUMDB GOPRIVATE GONOPROXY GONOSUMDB GOINSECURE GOAUTH GOVCS GOPATH GOMODCACHE GOCACHE"

# choose_go picks one Go for all that follows, gofmt included: the installed one,
# or the one that it fetches because go.mod asks for a later one.
choose_go() {
  local needed settings root name
  needed=$(sed -n 's/^go //p' go.mod)
  on_path go || fail "Go is not installed: install Go $needed or later from https://go.dev/dl/"
  export GOWORK=off
  settings=$(go env GOVERSION GOROOT $kept) || fail "this Go cannot fetch another: install Go $needed or later from https://go.dev/dl/"
  {
    IFS= read -r go_version
    IFS= read -r root
    for name in $kept; do IFS= read -r "${name?}" && export "${name?}"; done
  } <<<"$settings"
  # Not "devel go1.27-1a2b3c", nor "go1.26.0 X:arenas".
  go_version=${go_version#devel } go_version=${go_version#go} go_version=${go_version%% *}
  ! older "$go_version" "$needed" || fail "Go $needed or later is needed, and this is $go_version: install it from https://go.dev/dl/"
  export GOTOOLCHAIN=local GOENV=off GOFLAGS=-buildvcs=false PATH=$root/bin:$PATH
}

# older VERSION OTHER compares versions.
older() { [ "$1" != "$2" ] && [ "$(printf '%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; }

# need PACKAGE... makes sure of what these packages of Debian bring: it installs
# what is missing, or names it.
need() {
  local package missing=()
  [[ " $* " != *" nodejs "* || $PWD != *\\* ]] || fail "Node imports nothing from a folder with a backslash in its path: rename $PWD"
  for package; do has "$package" || missing+=("$package"); done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ] || ! on_path apt-get; then
    fail "these are missing: install them and try again (the names are Debian's): ${missing[*]}"
  fi
  say "installing ${missing[*]}"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null ||
    fail "apt-get could not install them (see above): install them and try again"
  for package in "${missing[@]}"; do
    has "$package" || fail "what the package $package brings is still missing, or too old: the function 'has' in build.sh says what it looks for"
  done
}

# has PACKAGE says whether what a package brings is there, wherever it came from.
has() {
  case $1 in
    nodejs) on_path node && node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major > 18 || major == 18 && minor >= 19 ? 0 : 1)' ;;
    chromium) [ -n "$(chromium_path)" ] ;;
    firefox-esr) [ -n "$(firefox_path)" ] ;;
    libnginx-mod-http-brotli-static) on_path nginx && [ -e "$(nginx_module)" ] ;;
    libc6-dev) gcc -E - <<<'#include <stdlib.h>' >/dev/null 2>&1 ;;
    *) on_path "$1" ;;
  esac
}

# chromium_path prints where a Chromium is, and nothing if there is none.
chromium_path() { first_on_path "${CHROMIUM:-}" chromium chromium-browser google-chrome; }

# firefox_path prints where a Firefox is, and nothing if there is none.
firefox_path() { first_on_path "${FIREFOX:-}" firefox-esr firefox; }

# nginx_module prints where nginx has the module that sends what brotli has made.
nginx_module() {
  local nginx
  nginx=$(type -P nginx)
  echo "${nginx%/*/*}/lib/nginx/modules/ngx_http_brotli_static_module.so"
}

first_on_path() {
  local name
  for name; do if [ -n "$name" ] && type -P "$name"; then return; fi; done
}

# tool PACKAGE builds a tool, unless it is there, and prints its path. One that an older
# Go has built may not understand a newer one's packages.
tool() {
  local sums path
  sums=$(sha256sum <.ci/tools.sum)
  path=$PWD/.cache/tools/go$go_version/${sums:0:16}/${1##*/}
  [ -x "$path" ] || go build -modfile=.ci/tools.mod -o "$path" "$1" >&2
  echo "$path"
}

# in_js COMMAND runs it for the page's platform.
in_js() { env GOOS=js GOARCH=wasm "$@"; }

build() {
  build_serve
  rm -rf web/dist # or what an earlier build made would be packed
  mkdir -p web/dist
  bundle
  # The reference is made by Node, which a build does without. It stays as long as
  # the declarations are the same.
  local reference
  reference=$(kept_reference)
  [ ! -d "$reference" ] || cp -r "$reference" web/dist/docs
}

# bundle runs web/bundle, a module of its own, at the top of the repository.
bundle() {
  go build -C web/bundle -o "$PWD/.cache/bundle" .
  .cache/bundle "$@"
}

build_serve() {
  [ -e .cache/serve ] || say "the first build takes about a minute"
  go build -o .cache/serve serve.go
}

serve() {
  check_flags "$@"
  choose_go
  build_serve
  # What is wrong with the values is said before the long part of the build. The
  # program goes by the name that was typed.
  (exec -a "$0 serve" .cache/serve -check "$@")
  build
  exec -a "$0 serve" .cache/serve "$@"
}

# check_flags answers -h, and refuses a flag that serve.go does not have, without
# a build. serve.go's text of usage says which there are.
check_flags() {
  local usage flag
  usage=$(sed -n '/^const usage = `/,/^`/{s/^const usage = `//;/^`/!p;}' serve.go)
  while [ $# -gt 0 ]; do
    flag=${1%%=*} flag=${flag#-} flag=-${flag#-}
    case $1 in
      -h | --h | -help | --help)
        printf "$usage\n" "$0 serve"
        exit
        ;;
      -*) [[ $usage == *$'\n'"  $flag "* ]] || fail "serve has no flag $1: $0 serve -h lists them" ;;
      *) fail "serve takes flags, and '$1' is none: $0 serve -h lists them" ;;
    esac
    [[ $1 == *=* ]] || shift # its value follows it
    [ $# -gt 0 ] || fail "the flag $flag of serve needs a value: $0 serve -h says which"
    shift
  done
}

pack() {
  need nodejs npm
  build
  node_modules web/test
  reference
  tarball
  say "$(ls web/dist/*.tgz)"
  tar -tvzf web/dist/*.tgz
}

# kept_reference prints where the API reference of these declarations is kept.
kept_reference() {
  local sum
  sum=$(cat web/*.d.ts | sha256sum)
  echo ".cache/docs/${sum:0:16}"
}

# reference makes the API reference, web/dist/docs, of the declarations.
reference() {
  local kept
  kept=$(kept_reference)
  rm -rf .cache/docs web/dist/docs
  web/test/node_modules/.bin/typedoc --options web/test/reference/typedoc.json --logLevel Warn --out "$kept"
  cp web/test/node_modules/typedoc/LICENSE "$kept/assets/" # of what is in there
  cp -r "$kept" web/dist/docs
}

# tarball makes the npm package of what has been built.
tarball() {
  rm -f web/dist/*.tgz
  (cd web && npm pack --ignore-scripts --silent --pack-destination dist >/dev/null)
}

rows=("pages worker tabs" "firefox demo consumers")
parts="lint imports native wasm types ${rows[*]}"

# packages_for PART names what the part needs, by Debian's packages.
packages_for() {
  case $1 in
    native) echo gcc libc6-dev ;; # the race detector's
    wasm) echo chromium ;;
    types) echo nodejs npm ;;
    pages) echo nodejs npm chromium nginx libnginx-mod-http-brotli-static ;;
    worker | tabs | demo | consumers) echo nodejs npm chromium ;;
    firefox) echo nodejs npm firefox-esr ;;
  esac
}

test_lint() {
  say "gofmt, vet and staticcheck, natively and for the page"
  local unformatted
  unformatted=$(gofmt -l ./*.go rtm jsbridge wasm web)
  [ -z "$unformatted" ] || fail "not formatted by gofmt: $unformatted"
  go vet ./...
  in_js go vet ./...
  go vet -C web/bundle ./...
  local staticcheck_path
  staticcheck_path=$(tool $staticcheck)
  "$staticcheck_path" ./...
  in_js "$staticcheck_path" ./...
  (cd web/bundle && "$staticcheck_path" ./...)
}

# The imports run one way, so that each package can be understood without the
# next; and the page is spared what it does not need. The core reads no clock and
# draws nothing at random, so that it can be replayed.
test_imports() {
  say "imports"
  local bad
  bad=$({
    in_js go list -f '{{range .Imports}}{{$.ImportPath}} {{.}}{{"\n"}}{{end}}' ./...
    go list -f '{{range .Imports}}{{$.ImportPath}} {{.}}{{"\n"}}{{end}}' ./rtm/... ./jsbridge .
  } | grep -E \
    -e '^rtmwasm/rtm(/core|/store|/transport)? (syscall/js|github.com/hack-pad/.*|rtmwasm/(jsbridge|wasm|rtm/rtmtest|rtm/store))$' \
    -e '^rtmwasm/rtm/(core|store|transport|internal/[a-z]+) rtmwasm/rtm$' \
    -e '^rtmwasm/rtm/members rtmwasm/(rtm|rtm/(internal/[a-z]+|rtmtest|store)|jsbridge|wasm)$' \
    -e '^rtmwasm/rtm/(core|members) (rtmwasm/rtm/transport|net|net/http|context|sync|sync/atomic|hash/maphash|math/rand|math/rand/v2|crypto/rand|os|runtime|log|log/slog|github.com/.*)$' \
    -e '^rtmwasm/rtm/rtmtest (testing|syscall/js|rtmwasm/jsbridge|rtmwasm/rtm)$' \
    -e '^rtmwasm/jsbridge rtmwasm/' \
    -e '^rtmwasm/wasm (syscall/js|github.com/.*|rtmwasm/rtm|encoding/json)$' \
    -e '^rtmwasm rtmwasm/(wasm|jsbridge)$' || true)
  [ -z "$bad" ] || fail "imports that the layout forbids (see the package comments):
$bad"
  bad=$(go list -m all | grep -E '/(esbuild|brotli) ' || true)
  [ -z "$bad" ] || fail "who imports package rtm would inherit what builds the page's files:
$bad"
  bad=$(grep -nE '\btime\.(Now|Since|Until|Sleep|After|Tick|AfterFunc|NewTimer|NewTicker)\b' $(ls rtm/core/*.go rtm/members/*.go | grep -v _test.go) || true)
  [ -z "$bad" ] || fail "the core reads a clock, or members do:
$bad"
  # What the linker keeps, not what is imported. Who imports package rtm has
  # net/http itself, and its client must stay out there, too.
  bad=$(in_js go build -o /dev/null -ldflags=-dumpdep ./wasm 2>&1 | grep -E -- '-> net/http\.\(\*(Client|Transport)\)\.[A-Za-z]+$' || true)
  [ -z "$bad" ] || fail "net/http's client is in rtm.wasm, which doubles the download:
$bad"
}

test_native() {
  say "tests, natively"
  CGO_ENABLED=1 go test -race ./...
  CGO_ENABLED=1 go test -C web/bundle -race ./...
}

test_wasm() {
  say "the same packages in a browser"
  # go test finds the tool by its name, and the tool the browser: the path to
  # this folder may have spaces and quotes, which -exec takes for its own.
  mkdir -p .cache/browser
  ln -sf "$(chromium_path)" .cache/browser/chromium
  ln -sf "$(tool $wasmbrowsertest)" .cache/browser/wasmbrowsertest
  # It passes the environment to the page, where more than 8 KiB do not fit.
  printf '#!/bin/sh\nexec env -i HOME="$HOME" PATH="$PATH" wasmbrowsertest "$@"\n' >.cache/browser/in-a-page
  chmod +x .cache/browser/in-a-page
  # The lines left out are noise of its protocol library about newer browsers.
  PATH=$PWD/.cache/browser:$PATH in_js go test -timeout 5m -exec=in-a-page ./rtm/... ./jsbridge ./wasm 2>&1 |
    { grep -v 'could not unmarshal event: unknown IPAddressSpace value' || true; }
}

# node_modules FOLDER installs what the JavaScript there needs, as locked.
node_modules() {
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
  node --test --test-reporter=spec web/test/types/*.test.js
}

test_pages() {
  say "the package in a page"
  node_modules web/test
  # A test that hangs is a failure, and not the end of CI's patience. Here and below
  # it is far more than a busy machine takes.
  CHROMIUM=$(chromium_path) NGINX=$(type -P nginx) NGINX_MODULE=$(nginx_module) timeout 1200 node --test --test-reporter=spec web/test/*.test.js
}

test_tabs() {
  say "several tabs, each with Go in a worker of its own, or all in one session"
  node_modules web/test
  CHROMIUM=$(chromium_path) timeout 1200 node --test --test-reporter=spec web/test/shared/*.test.js
}

# Pictures of the demo are in .cache/screenshots after it.
test_demo() {
  say "the demo page, as a developer uses it"
  node_modules web/test
  CHROMIUM=$(chromium_path) timeout 600 node --test --test-reporter=spec web/test/demo/*.test.js
}

test_worker() {
  say "what is the same with Go in a worker"
  node_modules web/test
  local names="session sending events gap input v3 lifecycle trace"
  ENGINE=worker CHROMIUM=$(chromium_path) timeout 600 node --test --test-reporter=spec $(printf 'web/test/%s.test.js ' $names)
}

test_firefox() {
  say "the package in a page of Firefox"
  node_modules web/test
  # The package's own: the other files have run already, and need no browser or take no
  # other, or test what is the same in each: what Go decides, and JavaScript that asks
  # nothing of a browser.
  BROWSER=firefox FIREFOX=$(firefox_path) timeout 1200 node --test --test-reporter=spec $(ls web/test/*.test.js web/test/shared/*.test.js | grep -vE '/(build|demo|guides|links|migration|backends|growth|hosting|binding|busy|twenty|store|emitter|v3|serve|address|wire|level|envelope)\.test\.js$')
}

test_consumers() {
  say "the npm package in projects of its users"
  node_modules web/test
  node_modules web/test/consumers
  # Next has 330 MB to install, and takes half a minute to build.
  if [ -n "${NEXT:-}" ]; then node_modules web/test/consumers/next; else say "NOT RUN: Next. To run it, too: NEXT=1 ./build.sh test consumers"; fi
  reference
  tarball
  CHROMIUM=$(chromium_path) timeout 600 node --test --test-reporter=spec web/test/consumers/*.test.js
}

parity() {
  need nodejs npm chromium
  build
  node_modules web/test
  node_modules web/parity
  say "our client and @slack/client"
  CHROMIUM=$(chromium_path) node web/parity/run.js "$*"
  [ $# -eq 0 ] || return 0
  say "public bots on our client"
  node_modules web/parity/bots
  CHROMIUM=$(chromium_path) timeout 600 node --test --test-reporter=spec web/parity/bots/bots.test.js
}

faults() {
  need nodejs npm chromium
  build
  node_modules web/test
  say "the network fails"
  CHROMIUM=$(chromium_path) TOXIPROXY=$(tool $toxiproxy) timeout 1080 node --test-reporter=spec web/test/faults/faults.js "$@"
}

soak() {
  need nodejs npm chromium
  build
  node_modules web/test
  say "a soak"
  local failed=0
  CHROMIUM=$(chromium_path) node web/soak/soak.js "$@" || failed=1
  say "a soak of an app in Socket Mode"
  CHROMIUM=$(chromium_path) node web/soak/soak.js --socket-mode "$@" || failed=1
  say "a soak of twenty tabs"
  CHROMIUM=$(chromium_path) node web/soak/twenty.js "$@" || failed=1
  return $failed
}

# Each check runs, whatever the one before has said. Their databases are asked
# over the network: where they are out of reach, nothing is known, and that is
# a failure.
audit() {
  need nodejs npm
  local bad=()
  say "two clean builds"
  same_twice || bad+=("the build")
  say "known vulnerabilities in Go's packages"
  local govulncheck_path
  govulncheck_path=$(tool $govulncheck)
  in_js "$govulncheck_path" ./wasm || bad+=("govulncheck of rtm.wasm, which is shipped")
  "$govulncheck_path" ./... || bad+=("govulncheck")
  (cd web/bundle && "$govulncheck_path" ./...) || bad+=("govulncheck of web/bundle")
  say "known vulnerabilities in npm's packages"
  local lock
  for lock in web/*/package-lock.json web/*/*/package-lock.json web/test/consumers/next/package-lock.json; do
    (cd "$(dirname "$lock")" && npm audit) || bad+=("npm audit of $(dirname "$lock")")
  done
  [ ${#bad[@]} = 0 ] || fail "these found something, or could not ask (see above): $(printf '%s; ' "${bad[@]}")"
  say "passed"
}

explain() { bundle -explain .cache/named.wasm; }

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
  local part chosen=${*:-$parts} packages=""
  for part in $chosen; do
    [[ " $parts " == *" $part "* ]] || fail "there is no part '$part' of test: there are $parts"
    packages+=" $(packages_for "$part")"
  done
  need $(printf '%s\n' $packages | sort -u)
  build
  rm -rf .cache/parts
  mkdir -p .cache/parts
  if [ $# -gt 0 ]; then run_parts "$@"; else run_all; fi
  judge $chosen
}

# run_all runs all parts: those that drive browsers in two rows at a time, since they
# wait more than they work.
run_all() {
  local row running=()
  run_parts lint imports native wasm types
  # Both rows would install these at once.
  node_modules web/test
  say "two rows of tests in browsers, which are shown when they are done"
  for row in "${rows[@]}"; do
    run_parts $row >".cache/${row// /-}.log" 2>&1 &
    running+=($!)
  done
  for row in "${rows[@]}"; do
    wait "${running[0]}" || true # judge knows which part did not come to its end
    running=("${running[@]:1}")
    cat ".cache/${row// /-}.log"
  done
}

# run_parts PART... runs each, whatever came of the one before, and notes those
# that passed. A part has a shell of its own, which ends with its first failure.
run_parts() {
  local part
  for part; do
    if bash build.sh part "$part"; then : >".cache/parts/$part"; fi
  done
}

# judge PART... fails unless each has run and passed.
judge() {
  local part bad=()
  for part; do [ -e ".cache/parts/$part" ] || bad+=("$part"); done
  [ ${#bad[@]} = 0 ] || fail "these parts failed (see above; ✖ marks a test): ${bad[*]}"
  say "passed: $*"
}

bench() {
  need nodejs npm chromium
  build
  node_modules web/test # which has what drives a browser
  node_modules web/bench
  if [ "${1:-}" = profile ]; then
    mkdir -p .cache/bench/readable
    bundle -to .cache/bench/readable -readable
  fi
  CHROMIUM=$(chromium_path) exec node web/bench/run.js "$@"
}

print_help() { sed -n '2,/^$/s/^# \{0,1\}//p' build.sh; }

verb=${1:-build}
shift || true
case $verb in
  serve) serve "$@" ;;
  help | -h | --help) print_help ;;
  build | pack | parity | test | bench | faults | soak | audit | explain | part)
    choose_go
    case $verb in
      test) run_tests "$@" ;;
      part) "test_$1" ;; # of a test: see run_parts
      *) "$verb" "$@" ;;
    esac
    ;;
  *) fail "there is no verb '$verb': build, serve, pack, parity, test, bench, faults, soak, audit, explain, help" ;;
esac
