//go:build !js

package rtmtest

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"
)

// A Host serves many workspaces by name, each made when it is first asked for:
// /{name}/api/{method}, /{name}/ws/{ticket} and, to script it,
// /{name}/control/{verb} (see Control, and its warning). So every test in a
// browser has a workspace of its own. The zero Host is ready for use.
//
// Anybody can name a workspace, so what requests have made is bounded. A workspace
// goes an hour after its last request or socket, and earlier if 50 others are
// wanted. It remembers less than one of New, too: up to 16 MiB each of calls, of
// frames received and of frames sent, 2 MiB of messages a channel, 128 KiB of those
// made later, and 2 MiB of what is known of files.
type Host struct {
	mu         sync.Mutex
	workspaces map[string]*hosted
	closed     bool
}

// A hosted workspace is one of a Host, whose mu guards all of this.
type hosted struct {
	*Server
	stays   bool // until the Host closes
	private bool // to pages of the host's own origin
	using   int  // requests that are not over; a socket is one
	used    time.Time
}

const (
	// maxName is the length of the longest name of a workspace.
	maxName = 100
	// maxWorkspaces is how many there are at a time, without those that stay. At
	// worst they remember 3.1 GB together.
	maxWorkspaces = 50
	// unusedLife is how long a workspace outlives its last use.
	unusedLife = time.Hour
)

// What a workspace remembers that a request has made.
var (
	hostedLog     = limit{items: 100_000, bytes: 16 << 20}
	hostedHistory = limit{items: 1000, bytes: 2 << 20}
)

var (
	errFull    = fmt.Errorf("all %d workspaces of this host are in use: disconnect the clients of one, or use one of their names", maxWorkspaces)
	errPrivate = errors.New("only pages of this host may use this workspace: take another name for one of your own")
)

// Workspace returns the workspace of this name, which stays from now on until
// Close. After Close it is a closed one.
func (h *Host) Workspace(name string) *Server {
	h.mu.Lock()
	defer h.mu.Unlock()
	w := h.workspaces[name]
	if w == nil {
		w = h.make(name)
	}
	w.stays = true
	return w.Server
}

// Private returns the workspace of this name as Workspace does. From now on pages
// of other origins are refused there, which otherwise may do what they may at
// Slack.
func (h *Host) Private(name string) *Server {
	s := h.Workspace(name)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.workspaces[name].private = true
	return s
}

func (h *Host) make(name string) *hosted {
	w := &hosted{Server: newServer(hostedLog, hostedHistory)}
	if h.closed {
		w.Close()
	}
	if h.workspaces == nil {
		h.workspaces = make(map[string]*hosted)
	}
	h.workspaces[name] = w
	return w
}

// enter returns the workspace that a request names. The request must leave it.
func (h *Host) enter(name string, r *http.Request) (*hosted, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w := h.workspaces[name]
	switch {
	case w == nil && !h.makeRoom():
		return nil, errFull
	case w == nil:
		w = h.make(name)
	case w.private && foreign(r):
		return nil, errPrivate
	}
	w.using++
	return w, nil
}

func (h *Host) leave(w *hosted) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w.using--
	w.used = time.Now()
}

// makeRoom removes what has been unused for too long, and one more if there is
// still no room: that which has been unused the longest. It says whether there is
// room now.
func (h *Host) makeRoom() bool {
	passing, oldest := 0, ""
	for name, w := range h.workspaces {
		switch {
		case w.stays:
			continue
		case w.using > 0:
		case time.Since(w.used) >= unusedLife:
			h.remove(name)
			continue
		case oldest == "" || w.used.Before(h.workspaces[oldest].used):
			oldest = name
		}
		passing++
	}
	if passing < maxWorkspaces {
		return true
	}
	if oldest != "" {
		h.remove(oldest)
	}
	return oldest != ""
}

func (h *Host) remove(name string) {
	h.workspaces[name].Close()
	delete(h.workspaces, name)
}

// ServeHTTP serves all workspaces. It may be mounted under a prefix with
// http.StripPrefix.
func (h *Host) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	door, _, _ := strings.Cut(rest, "/")
	if !isName(name) || door != "api" && door != "ws" && door != "control" {
		http.NotFound(w, r)
		return
	}
	workspace, err := h.enter(name, r)
	switch err {
	case nil:
	case errPrivate:
		http.Error(w, err.Error(), http.StatusForbidden)
		return
	default:
		w.Header().Set("Access-Control-Allow-Origin", "*") // a page may read why
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	defer h.leave(workspace)
	if door == "control" {
		http.StripPrefix("/"+name, Control(workspace.Server)).ServeHTTP(w, r)
	} else {
		workspace.At("/"+name).ServeHTTP(w, r)
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
