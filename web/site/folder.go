// Package site serves a folder and guards a page, as a careful site would.
package site

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
)

// A Folder serves the files in it and below; no symbolic link leads out of it.
// Browsers ask each time whether a file has changed, so that a rebuild is seen at
// once. They keep what they ask for by its hash.
type Folder string

// types are given here, since the system's own table may lack or mistake them.
var types = map[string]string{
	".html": "text/html; charset=utf-8",
	".css":  "text/css; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".mjs":  "text/javascript; charset=utf-8",
	".ts":   "text/plain; charset=utf-8",
	".json": "application/json",
	".wasm": "application/wasm",
	".svg":  "image/svg+xml",
}

func (f Folder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := path.Clean("/" + r.URL.Path)
	if strings.HasSuffix(r.URL.Path, "/") {
		name = path.Join(name, "index.html")
	}
	// A build makes web/dist anew, so the folder is opened for each request.
	root, err := os.OpenRoot(string(f))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer root.Close()
	file, coding, err := open(root, filepath.FromSlash(name[1:]), r.Header.Get("Accept-Encoding"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	if kind, known := types[path.Ext(name)]; known {
		h.Set("Content-Type", kind)
	}
	if coding != "" {
		h.Set("Content-Encoding", coding)
	}
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if hasHash(root, filepath.FromSlash(name[1:]), r.URL.Query().Get("v")) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	h.Set("ETag", fmt.Sprintf(`"%x-%x%s"`, info.ModTime().UnixNano(), info.Size(), coding))
	http.ServeContent(w, r, name, info.ModTime(), file)
}

// open picks the smallest form of a file that the browser takes. One that is
// older than the file itself belongs to an earlier build.
func open(root *os.Root, name, accepted string) (file *os.File, coding string, err error) {
	plain, err := root.Stat(name)
	if err != nil {
		return nil, "", err
	}
	if !plain.Mode().IsRegular() { // to open a pipe would wait for a writer
		return nil, "", fs.ErrNotExist
	}
	for _, c := range []struct{ coding, suffix string }{{"br", ".br"}, {"gzip", ".gz"}} {
		info, err := root.Stat(name + c.suffix)
		if err == nil && info.Mode().IsRegular() && !info.ModTime().Before(plain.ModTime()) && strings.Contains(accepted, c.coding) {
			file, err = root.Open(name + c.suffix)
			return file, c.coding, err
		}
	}
	file, err = root.Open(name)
	return file, "", err
}

// hashes are those of files that were asked for by their hash, by name, time and size.
var hashes sync.Map

// hasHash says whether a file has this hash, by which rtm.js asks for rtm.wasm. An answer
// with a wrong one must not be kept: it would stay wrong for a year.
func hasHash(root *os.Root, name, hash string) bool {
	info, err := root.Stat(name)
	if hash == "" || err != nil {
		return false
	}
	key := fmt.Sprint(name, info.ModTime().UnixNano(), info.Size())
	known, ok := hashes.Load(key)
	if !ok {
		bytes, err := root.ReadFile(name)
		if err != nil {
			return false
		}
		sum := sha256.Sum256(bytes)
		known = hex.EncodeToString(sum[:8])
		hashes.Store(key, known)
	}
	return known == hash
}
