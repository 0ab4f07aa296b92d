package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A Go that was fetched because go.mod asks for it lies in GOMODCACHE, where go
// build lets nobody replace files.
func TestNetHTTPIsReplacedInAGoThatWasFetchedWhateverThePath(t *testing.T) {
	folder := filepath.Join(t.TempDir(), `a b'c"d\e`)
	modules := filepath.Join(folder, "modules")
	fetched := filepath.Join(modules, "golang.org", "toolchain@v0.0.1")
	if err := os.MkdirAll(filepath.Dir(fetched), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(goRoot(), fetched); err != nil {
		t.Fatal(err)
	}
	t.Setenv("GOMODCACHE", modules)
	t.Setenv("GOPROXY", "off")

	goTool, err := linkGo(fetched, filepath.Join(folder, "go"))
	if err != nil {
		t.Fatal(err)
	}
	const standIn = "../../wasm/standin/nethttp/http.go"
	overlay, err := goTool.overlay(map[string]string{"net/http": standIn})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "stand-in.json")
	if err := os.WriteFile(file, overlay, 0o644); err != nil {
		t.Fatal(err)
	}
	list := goTool.command("list", "-overlay", file, "-f", "{{join .Imports \" \"}}", "net/http")
	list.Dir = folder // outside the module, whose dependencies are not there
	imports, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.TrimSpace(string(imports)); got != "io" {
		t.Errorf("net/http imports %q, want what %s imports: io", got, standIn)
	}
}
