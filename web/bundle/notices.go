package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// notices are the licences of what others wrote and rtm.wasm and rtm.js contain:
// Go, and the modules of the packages that are compiled in. Each asks that its
// text goes with every copy.
func notices() ([]byte, error) {
	modules, err := output("list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}}\t{{.Dir}}{{end}}{{end}}", "./wasm")
	if err != nil {
		return nil, err
	}
	slices.Sort(modules)
	sources := append([]string{"Go " + goVersion() + "\t" + goRoot()}, slices.Compact(modules)...)

	var text bytes.Buffer
	text.WriteString("rtm.wasm, rtm.js and rtm.iife.js contain software of others, under these licences.\n")
	for _, source := range sources {
		name, folder, _ := strings.Cut(source, "\t")
		licence, err := licenceIn(folder)
		if err != nil {
			return nil, fmt.Errorf("%s may not be shipped without its licence: %w", name, err)
		}
		fmt.Fprintf(&text, "\n==== %s ====\n\n%s\n", name, bytes.TrimSpace(licence))
	}
	return text.Bytes(), nil
}

// output gives the lines that the go command prints about the page's platform.
func output(args ...string) ([]string, error) {
	command := exec.Command("go", args...)
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("go %s: %w", args[0], err)
	}
	return strings.FieldsFunc(string(out), func(r rune) bool { return r == '\n' }), nil
}

// licenceIn reads all the licence files of a module, which go by several names.
func licenceIn(folder string) ([]byte, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var texts [][]byte
	for _, entry := range entries {
		name, _, _ := strings.Cut(strings.ToUpper(entry.Name()), ".")
		if entry.IsDir() || !slices.Contains([]string{"LICENSE", "LICENCE", "COPYING", "NOTICE", "PATENTS"}, name) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, entry.Name()))
		if err != nil {
			return nil, err
		}
		texts = append(texts, bytes.TrimSpace(text))
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("there is no licence file in %s", folder)
	}
	return bytes.Join(texts, []byte("\n\n")), nil
}
