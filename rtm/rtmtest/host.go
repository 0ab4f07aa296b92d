//go:build !js

package rtmtest

import (
	"net/http"
	"strings"
	"sync"
)

// A Host serves many workspaces by name, each made when it is first asked for:
// /{name}/api/{method}, /{name}/ws/{ticket} and, to script it,
// /{name}/control/{verb} (see Control, and its warning). So every test in a
// browser has a workspace of its own. The zero Host is ready for use.
type Host struct {
	mu         sync.Mutex
	workspaces map[string]*Server
	closed     bool
}

// maxName is the length of the longest name of a workspace.
const maxName = 100

// Workspace returns the workspace of this name. After Close it is a closed one.
func (h *Host) Workspace(name string) *Server {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.workspaces[name]
	if s == nil {
		s = New()
		if h.closed {
			s.Close()
		}
		if h.workspaces == nil {
			h.workspaces = make(map[string]*Server)
		}
		h.workspaces[name] = s
	}
	return s
}

// ServeHTTP serves all workspaces. It may be mounted under a prefix with
// http.StripPrefix.
func (h *Host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	door, _, _ := strings.Cut(rest, "/")
	if !isName(name) {
		http.NotFound(w, r)
		return
	}
	switch door {
	case "api", "ws":
		h.Workspace(name).At("/"+name).ServeHTTP(w, r)
	case "control":
		http.StripPrefix("/"+name, Control(h.Workspace(name))).ServeHTTP(w, r)
	default:
		http.NotFound(w, r)
	}
}

// isName says whether a path's first part may name a workspace.
func isName(name string) bool {
	const allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
	return name != "" && len(name) <= maxName && strings.Trim(name, allowed) == ""
}

// Close closes every workspace.
func (h *Host) Close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	for _, s := range h.workspaces {
		s.Close()
	}
}
