// Command bundle makes web/dist: rtm.wasm, the JavaScript of web/src, and what the
// package carries beside. It compresses what is served, and prints the sizes.
// build.sh runs it at the top of the repository.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/evanw/esbuild/pkg/api"

	"rtmwasm/rtm/core"
)

const (
	program = ".cache/rtm.wasm"   // as Go makes it
	named   = ".cache/named.wasm" // the same, with the name of its build: explain reads it
	source  = "web/src"
)

var (
	dist     = "web/dist"
	readable bool
)

func main() {
	log.SetFlags(0)
	flag.StringVar(&dist, "to", dist, "the `folder` to make")
	flag.BoolVar(&readable, "readable", false, "keep all names, for a profiler, and make only what the page loads")
	shrunk := flag.String("shrink", "", "make nothing, and this `program` of Go's smaller")
	explained := flag.String("explain", "", "make nothing, and copy the input with the names of the functions of this `program`")
	flag.Parse()
	switch {
	case *shrunk != "":
		module, err := os.ReadFile(*shrunk)
		check(err)
		module, err = shrink(module)
		check(err)
		check(os.WriteFile(*shrunk, module, 0o644))
	case *explained != "":
		check(explain(*explained, os.Stdin, os.Stdout))
	default:
		makeDist()
	}
}

// shrink takes out of a program what only people read, and writes it shorter. If some of
// it must stay, the error says so, and the rest is done.
func shrink(module []byte) ([]byte, error) {
	module, err := dropNames(strip(module), minor(goVersion()))
	return mergeSegments(module), err
}

func makeDist() {
	check(compile(program))
	whole, err := os.ReadFile(program)
	check(err)
	wasm, notShrunk := shrink(whole)
	if notShrunk != nil {
		log.Printf("WARNING: %v", notShrunk)
	}
	wasmStamp := version() + " " + hashOf(wasm)
	if readable {
		wasm = whole
	}
	wasm = stamp(wasm, wasmStamp)
	check(os.WriteFile(named, stamp(whole, wasmStamp), 0o644))
	check(os.WriteFile(filepath.Join(dist, "rtm.wasm"), wasm, 0o644))
	// rtm.js lets the browser check that it gets the rtm.wasm of the same build,
	// and checks it once more, since that can be turned off.
	sum := sha256.Sum256(wasm)
	constants := map[string]string{
		"WASM_INTEGRITY": strconv.Quote("sha256-" + base64.StdEncoding.EncodeToString(sum[:])),
		"WASM_STAMP":     strconv.Quote(wasmStamp),
		"WASM_HASH":      strconv.Quote(hashOf(wasm)),
		// Go's defaults, of what is checked before the program is loaded.
		"PING_INTERVAL": milliseconds(core.DefaultPingInterval),
		"PONG_TIMEOUT":  milliseconds(core.DefaultPongTimeout),
		"QUEUE_LIMIT":   strconv.Itoa(core.DefaultQueueLimit),
	}
	scripts := scripts
	if readable {
		scripts = scripts[:2]
	}
	// Each file says of which build it is. That is named for the bytes of all, in which
	// the name itself is left out.
	constants["WASM_BUILD"], constants["WASM_BUILD_HASH"] = `""`, `""`
	all := bytes.Clone(wasm)
	for _, s := range scripts {
		code, _ := s.bundle(constants)
		all = append(all, code...)
	}
	constants["WASM_BUILD"] = strconv.Quote(version() + " " + hashOf(all))
	constants["WASM_BUILD_HASH"] = strconv.Quote(hashOf(all))
	for _, s := range scripts {
		code, sourceMap := s.bundle(constants)
		check(os.WriteFile(filepath.Join(dist, s.name), code, 0o644))
		check(os.WriteFile(filepath.Join(dist, s.name+".map"), sourceMap, 0o644))
	}
	if readable {
		return
	}
	declarations, err := filepath.Glob("web/*.d.ts")
	check(err)
	for _, path := range append(declarations, "LICENSE") {
		text, err := os.ReadFile(path)
		check(err)
		check(os.WriteFile(filepath.Join(dist, filepath.Base(path)), text, 0o644))
	}
	check(os.WriteFile(filepath.Join(dist, "head.html"), head(hashOf(wasm)), 0o644))
	notices, err := notices()
	check(err)
	check(os.WriteFile(filepath.Join(dist, "NOTICES"), notices, 0o644))
	sizes := map[string]int{}
	for _, name := range served() {
		sizes[name], err = compress(name)
		check(err)
	}
	weigh(whole, wasm)
	if notShrunk == nil {
		check(hold(budget, sizes))
	}
	// This tells rtm.wasm from others. Nothing of this machine goes into it: who
	// builds the same sources with the same Go gets the same bytes, and ./build.sh
	// audit tries that.
	fmt.Printf("SHA-256 %x rtm.wasm\n", sum)
}

func milliseconds(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }

// A script is a file of JavaScript, of a module of web/src and what that imports.
type script struct {
	name, module string
	options      api.BuildOptions
}

var scripts = []script{
	{"rtm.js", "index.js", api.BuildOptions{Format: api.FormatESModule, Plugins: []api.Plugin{apart}}},
	{"rtm.engine.js", "engine/engine.js", api.BuildOptions{Format: api.FormatESModule}},
	{"rtm.remote.js", "workers/remote.js", api.BuildOptions{Format: api.FormatESModule}},
	{"rtm.worker.js", "workers/worker.js", api.BuildOptions{Format: api.FormatESModule}},
	{"rtm.iife.js", "index.js", api.BuildOptions{
		Format:     api.FormatIIFE,
		GlobalName: "rtmwasm",
		// A script tag has no import.meta: its own address stands in for it.
		Define: map[string]string{"import.meta.url": "scriptURL"},
		Inject: []string{"web/src/engine/script-url.js"},
	}},
}

// served are the files that are compressed.
func served() []string {
	names := []string{"rtm.wasm"}
	for _, s := range scripts {
		names = append(names, s.name)
	}
	return names
}

// bundle makes the file, and its source map. A browser loads the map only where somebody
// looks at the sources.
func (s script) bundle(constants map[string]string) (code, sourceMap []byte) {
	options := s.options
	options.EntryPoints = []string{filepath.Join(source, s.module)}
	options.Outfile = filepath.Join(dist, s.name)
	options.Sourcemap = api.SourceMapLinked
	options.Bundle = true
	options.Target = api.ES2022
	options.MinifySyntax = !readable
	options.MinifyWhitespace = !readable
	options.MinifyIdentifiers = !readable
	options.LegalComments = api.LegalCommentsNone
	options.LogLevel = api.LogLevelWarning
	options.Plugins = append(options.Plugins[:len(options.Plugins):len(options.Plugins)], goRuntime)
	define := maps.Clone(constants)
	maps.Copy(define, options.Define)
	options.Define = define
	result := api.Build(options)
	if len(result.Errors) > 0 {
		os.Exit(1) // esbuild has said why
	}
	for _, file := range result.OutputFiles {
		if strings.HasSuffix(file.Path, ".map") {
			sourceMap = file.Contents
		} else {
			code = file.Contents
		}
	}
	return bytes.ReplaceAll(code, []byte(untouched), fmt.Appendf(nil, "%-*s", len(untouched), "/*webpackIgnore:true*//*@vite-ignore*/")), sourceMap
}

// untouched is called in the sources with the address of an import that bundlers are to let
// be. Comments say that to them, which esbuild leaves out with the white space. They take
// the place of the name, and no more of it: the columns of the source map stay right.
const untouched = "IMPORT_THAT_BUNDLERS_DO_NOT_TOUCH_BUT_LET_BE"

// apart has rtm.js load from a file of its own the engine, the one that runs in
// the page or those that have it in a worker.
var apart = api.Plugin{Name: "apart", Setup: func(build api.PluginBuild) {
	build.OnResolve(api.OnResolveOptions{Filter: `/(engine|remote)\.js$`}, func(args api.OnResolveArgs) (api.OnResolveResult, error) {
		return api.OnResolveResult{Path: "./rtm." + filepath.Base(args.Path), External: true}, nil
	})
}}

// goRuntime lets JavaScript import Go's wasm_exec.js as a function of the global
// object that it is to use. Go reads `fs` and the timers without naming the global
// object, so they are arguments too.
var goRuntime = api.Plugin{Name: "go-runtime", Setup: func(build api.PluginBuild) {
	build.OnResolve(api.OnResolveOptions{Filter: `^wasm_exec\.js$`}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
		return api.OnResolveResult{Path: "wasm_exec.js", Namespace: "go-runtime"}, nil // not where it is: source maps have it
	})
	build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: "go-runtime"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
		text, err := os.ReadFile(filepath.Join(goRoot(), "lib", "wasm", args.Path))
		// What it brings for hosts that lack these is left out: every page has
		// them, but for fs, which global.js gives, and process and path, which
		// package syscall uses only for what a page has none of (a user, files).
		result := api.Transform(string(text), api.TransformOptions{MinifySyntax: true, Define: map[string]string{
			"globalThis.fs": "true", "globalThis.crypto": "true", "globalThis.performance": "true",
			"globalThis.TextEncoder": "true", "globalThis.TextDecoder": "true",
			"globalThis.process": "true", "globalThis.path": "true",
		}})
		module := "export default function (globalThis, fs, time) {\nconst { setTimeout, clearTimeout, Date, performance } = time;\n" + string(result.Code) + "\n}\n"
		return api.OnLoadResult{Contents: &module}, err
	})
}}

// version is that of the package.
func version() string {
	text, err := os.ReadFile("web/package.json")
	check(err)
	var manifest struct{ Version string }
	check(json.Unmarshal(text, &manifest))
	if manifest.Version == "" {
		log.Fatal("web/package.json has no version")
	}
	return manifest.Version
}

// goRoot is where the Go lives that builds rtm.wasm. Programs cannot tell it of
// themselves if they were built with -trimpath.
var goRoot = sync.OnceValue(func() string {
	lines, err := output("env", "GOROOT")
	check(err)
	return lines[0]
})

var goVersion = sync.OnceValue(func() string {
	lines, err := output("env", "GOVERSION")
	check(err)
	return lines[0]
})

func check(err error) {
	if err != nil {
		log.Fatal(fmt.Errorf("bundle: %w", err))
	}
}
