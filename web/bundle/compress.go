package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/andybalholm/brotli"
)

// compress writes a file's .br and .gz beside it, for serve.go and other hosts
// to send, prints the sizes, and gives that with brotli.
func compress(name string) (int, error) {
	path := filepath.Join(dist, name)
	raw, err := os.ReadFile(path)
	if err != nil {
		return 0, err
	}
	br, err := squeeze(raw, path+".br", func(w io.Writer) io.WriteCloser { return brotli.NewWriterLevel(w, brotli.BestCompression) })
	if err != nil {
		return 0, err
	}
	gz, err := squeeze(raw, path+".gz", func(w io.Writer) io.WriteCloser {
		z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
		check(err)
		return z
	})
	if err != nil {
		return 0, err
	}
	fmt.Printf("%-12s %9d bytes  gzip %9d  brotli %9d\n", name, len(raw), gz, br)
	return br, nil
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
