package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
)

// standIns are the files that rtm.wasm has in place of whole packages of the standard
// library, of which it would need little and get much: see there.
var standIns = map[string]string{
	"fmt":      "wasm/standin/fmt/fmt.go",
	"net":      "wasm/standin/net/net.go",
	"net/http": "wasm/standin/nethttp/http.go",
}

// compile builds rtm.wasm.
func compile(program string) error {
	goTool, err := linkGo(goRoot(), ".cache/go")
	if err != nil {
		return err
	}
	overlay, err := goTool.overlay(standIns)
	if err != nil {
		return err
	}
	const file = ".cache/stand-in.json"
	if err := os.WriteFile(file, overlay, 0o644); err != nil {
		return err
	}
	args := []string{"build", "-overlay", file, "-trimpath", "-buildvcs=false", "-ldflags=-w", "-o", program}
	// What is not entered for each frame is smaller with no function put in line.
	for _, name := range []string{"rtm/members", "rtm/store"} {
		args = append(args, "-gcflags=rtmwasm/"+name+"=-l")
	}
	build := goTool.command(append(args, "./wasm")...)
	build.Stdout = os.Stderr
	return build.Run()
}

// A linkedGo is a Go that is used by way of a link to it. An overlay may not
// replace files beneath GOMODCACHE, and a Go that another one fetched, since go.mod
// asks for it, lies there. By the link its files lie elsewhere.
type linkedGo struct{ root string }

func linkGo(root, link string) (linkedGo, error) {
	link, err := filepath.Abs(link)
	if err != nil {
		return linkedGo{}, err
	}
	if err := os.Remove(link); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return linkedGo{}, err
	}
	return linkedGo{link}, os.Symlink(root, link)
}

// command runs this Go, whichever go.mod asks for, for the page's platform.
func (g linkedGo) command(args ...string) *exec.Cmd {
	command := exec.Command(filepath.Join(g.root, "bin", "go"), args...)
	command.Env = append(os.Environ(), "GOROOT="+g.root, "GOTOOLCHAIN=local", "GOOS=js", "GOARCH=wasm")
	command.Stderr = os.Stderr
	return command
}

// overlay gives the overlay with which this Go takes one file for the whole of a package.
func (g linkedGo) overlay(standIns map[string]string) ([]byte, error) {
	replace := map[string]string{} // by nothing, but for one
	for name, file := range standIns {
		out, err := g.command("list", "-json=Dir,GoFiles", name).Output()
		if err != nil {
			return nil, err
		}
		var original struct {
			Dir     string
			GoFiles []string
		}
		if err := json.Unmarshal(out, &original); err != nil {
			return nil, err
		}
		for _, name := range original.GoFiles {
			replace[filepath.Join(original.Dir, name)] = ""
		}
		if file, err = filepath.Abs(file); err != nil {
			return nil, err
		}
		replace[filepath.Join(original.Dir, original.GoFiles[0])] = file
	}
	return json.Marshal(map[string]any{"Replace": replace})
}
