package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"

	"github.com/andybalholm/brotli"
)

// budgets are the most bytes that a file may have with brotli. A page loads
// them before it can do anything.
var budgets = map[string]int{
	"rtm.wasm": 900_000,
	"rtm.js":   12 << 10,
}

// compress writes a file's .br and .gz beside it, for serve.go and other hosts
// to send, and prints the sizes. It fails if the file is over its budget.
func compress(name string) error {
	path := filepath.Join(dist, name)
	raw, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	br, err := squeeze(raw, path+".br", func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, brotli.BestCompression) })
	if err != nil {
		return err
	}
	gz, err := squeeze(raw, path+".gz", func(w io.Writer) io.WriteCloser {
		z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
		check(err)
		return z
	})
	if err != nil {
		return err
	}
	fmt.Printf("%-12s %9d bytes  gzip %9d  brotli %9d\n", name, len(raw), gz, br)
	if most, ok := budgets[name]; ok && br > most {
		log.Fatalf("%s is over its budget of %d bytes with brotli: find out what grew, for instance with go tool nm -size", name, most)
	}
	return nil
}

// squeeze writes what by makes of raw, and gives its size. The best compression
// takes its time, so what was compressed once is kept.
func squeeze(raw []byte, path string, by func(io.Writer) io.WriteCloser) (int, error) {
	kept := filepath.Join(".cache", "compressed", hashOf(raw)+filepath.Ext(path))
	out, err := os.ReadFile(kept)
	if err != nil {
		var buffer bytes.Buffer
		w := by(&buffer)
		if _, err := w.Write(raw); err != nil {
			return 0, err
		}
		if err := w.Close(); err != nil {
			return 0, err
		}
		out = buffer.Bytes()
		if err := os.MkdirAll(filepath.Dir(kept), 0o755); err != nil {
			return 0, err
		}
		if err := os.WriteFile(kept, out, 0o644); err != nil {
			return 0, err
		}
	}
	return len(out), os.WriteFile(path, out, 0o644)
}
