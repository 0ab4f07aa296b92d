// Command bundle makes the JavaScript of web/dist from web/src, compresses what
// is served, and prints the sizes. build.sh runs it at the top of the
// repository, after it has built web/dist/rtm.wasm.
package main

import (
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"

	"github.com/evanw/esbuild/pkg/api"
)

const (
	source = "web/src"
	dist   = "web/dist"
)

func main() {
	log.SetFlags(0)
	wasm, err := os.ReadFile(filepath.Join(dist, "rtm.wasm"))
	check(err)
	// rtm.js lets the browser check that it gets the rtm.wasm of the same build.
	sum := sha512.Sum384(wasm)
	integrity := "sha384-" + base64.StdEncoding.EncodeToString(sum[:])

	bundle("rtm.js", "index.js", integrity, api.BuildOptions{Format: api.FormatESModule, Plugins: []api.Plugin{apart}})
	bundle("rtm.engine.js", "engine.js", integrity, api.BuildOptions{Format: api.FormatESModule})
	bundle("rtm.iife.js", "index.js", integrity, api.BuildOptions{
		Format:     api.FormatIIFE,
		GlobalName: "rtmwasm",
		// A script tag has no import.meta: its own address stands in for it.
		Define: map[string]string{"import.meta.url": "scriptURL"},
		Inject: []string{"web/src/script-url.js"},
	})
	for _, name := range []string{"rtm.d.ts", "events.d.ts", "store.d.ts", "v3.d.ts"} {
		text, err := os.ReadFile(filepath.Join("web", name))
		check(err)
		check(os.WriteFile(filepath.Join(dist, name), text, 0o644))
	}
	for _, name := range []string{"rtm.wasm", "rtm.js", "rtm.engine.js", "rtm.iife.js"} {
		check(compress(name))
	}
}

// bundle writes one file of JavaScript, of a module and what that imports.
func bundle(name, module, integrity string, options api.BuildOptions) {
	options.EntryPoints = []string{filepath.Join(source, module)}
	options.Outfile = filepath.Join(dist, name)
	options.Bundle = true
	options.Write = true
	options.Target = api.ES2022
	options.MinifySyntax = true
	options.MinifyWhitespace = true
	options.MinifyIdentifiers = true
	options.LegalComments = api.LegalCommentsNone
	options.LogLevel = api.LogLevelWarning
	options.Plugins = append(options.Plugins, goRuntime)
	if options.Define == nil {
		options.Define = map[string]string{}
	}
	options.Define["WASM_INTEGRITY"] = strconv.Quote(integrity)
	if result := api.Build(options); len(result.Errors) > 0 {
		os.Exit(1) // esbuild has said why
	}
}

// apart has rtm.js load the engine from a file of its own, which a worker can
// load without the rest.
var apart = api.Plugin{Name: "apart", Setup: func(build api.PluginBuild) {
	build.OnResolve(api.OnResolveOptions{Filter: `^\./engine\.js$`}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
		return api.OnResolveResult{Path: "./rtm.engine.js", External: true}, nil
	})
}}

// goRuntime lets JavaScript import Go's wasm_exec.js as a function of the global
// object that it is to use. Go reads `fs` without naming the global object, so
// that is an argument too.
var goRuntime = api.Plugin{Name: "go-runtime", Setup: func(build api.PluginBuild) {
	build.OnResolve(api.OnResolveOptions{Filter: `^wasm_exec\.js$`}, func(api.OnResolveArgs) (api.OnResolveResult, error) {
		return api.OnResolveResult{Path: filepath.Join(goRoot(), "lib", "wasm", "wasm_exec.js"), Namespace: "go-runtime"}, nil
	})
	build.OnLoad(api.OnLoadOptions{Filter: `.*`, Namespace: "go-runtime"}, func(args api.OnLoadArgs) (api.OnLoadResult, error) {
		text, err := os.ReadFile(args.Path)
		// What it brings for hosts that lack these is left out: every page has
		// them, but for fs, which global.js gives, and for process and path, which
		// nothing in rtm.wasm calls.
		result := api.Transform(string(text), api.TransformOptions{MinifySyntax: true, Define: map[string]string{
			"globalThis.fs": "true", "globalThis.process": "true", "globalThis.path": "true", "globalThis.crypto": "true", "globalThis.performance": "true",
			"globalThis.TextEncoder": "true", "globalThis.TextDecoder": "true",
		}})
		module := "export default function (globalThis, fs) {\n" + string(result.Code) + "\n}\n"
		return api.OnLoadResult{Contents: &module}, err
	})
}}

// goRoot is where the Go lives that built rtm.wasm: build.sh tells, since
// runtime.GOROOT is gone from programs built with -trimpath.
func goRoot() string {
	if root := os.Getenv("GOROOT"); root != "" {
		return root
	}
	log.Fatal("GOROOT is not set: run this with GOROOT=$(go env GOROOT), as ./build.sh does")
	return ""
}

func check(err error) {
	if err != nil {
		log.Fatal(fmt.Errorf("bundle: %w", err))
	}
}
