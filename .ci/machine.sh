# What building and testing need of a machine, and how they get it: Go, packages of Debian,
# browsers, tools that are built here, packages of npm. build.sh reads it.

# Only the race detector needs C.
export CGO_ENABLED=0

# Tools that are not part of the module, since its users would inherit what
# they need. .ci/tools.mod has their versions, and .ci/tools.sum the hashes.
staticcheck=honnef.co/go/tools/cmd/staticcheck
wasmbrowsertest=github.com/agnivade/wasmbrowsertest
toxiproxy=github.com/Shopify/toxiproxy/v2/cmd/server
govulncheck=golang.org/x/vuln/cmd/govulncheck

# on_path COMMAND says whether there is a program of that name. It does not ask
# command -v, which also finds functions.
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
    has "$package" || fail "what the package $package brings is still missing, or too old: the function 'has' in .ci/machine.sh says what it looks for"
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

# node_modules FOLDER installs what the JavaScript there needs, as locked.
node_modules() {
  if ! cmp -s "$1/package-lock.json" "$1/node_modules/.installed"; then
    (cd "$1" && npm ci --silent)
    cp "$1/package-lock.json" "$1/node_modules/.installed"
  fi
}

# in_js COMMAND runs it for the page's platform.
in_js() { env GOOS=js GOARCH=wasm "$@"; }
