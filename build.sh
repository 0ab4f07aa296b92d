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

say() { printf '\n== %s\n' "$*"; }
fail() { printf '%s: %s\n' "$0" "$*" >&2; exit 1; }

. .ci/machine.sh
. .ci/parts.sh

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
