# The parts of `./build.sh test`, and how they are run and judged. build.sh reads it.

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

# run_all runs all parts: those that drive browsers in two rows at a time, since one leaves
# half of two processors idle.
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
    go list -f '{{range .Imports}}{{$.ImportPath}} {{.}}{{"\n"}}{{end}}' ./rtm/... ./jsbridge ./web/site .
  } | grep -E \
    -e '^rtmwasm/rtm(/core|/store|/transport)? (syscall/js|github.com/hack-pad/.*|rtmwasm/(jsbridge|wasm|rtm/rtmtest|rtm/store))$' \
    -e '^rtmwasm/rtm/(core|store|transport|internal/[a-z]+) rtmwasm/rtm$' \
    -e '^rtmwasm/rtm/members rtmwasm/(rtm|rtm/(internal/[a-z]+|rtmtest|store)|jsbridge|wasm)$' \
    -e '^rtmwasm/rtm/(core|members) (rtmwasm/rtm/transport|net|net/http|context|sync|sync/atomic|hash/maphash|math/rand|math/rand/v2|crypto/rand|os|runtime|log|log/slog|github.com/.*)$' \
    -e '^rtmwasm/rtm/rtmtest (testing|syscall/js|rtmwasm/jsbridge|rtmwasm/rtm)$' \
    -e '^rtmwasm/jsbridge rtmwasm/' \
    -e '^rtmwasm/wasm (syscall/js|github.com/.*|rtmwasm/rtm|encoding/json)$' \
    -e '^rtmwasm/web/site rtmwasm/' \
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
  # nothing of a browser. (Random schedules of clients and of tabs run here, too.)
  local same="build demo guides links migration backends growth hosting serve address wire level envelope
    store emitter v3 gap input sending events extended socketmode binding busy twenty late network presence"
  BROWSER=firefox FIREFOX=$(firefox_path) timeout 1200 node --test --test-reporter=spec $(ls web/test/*.test.js web/test/shared/*.test.js | grep -vE "/($(echo $same | tr " " "|"))\.test\.js$")
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
