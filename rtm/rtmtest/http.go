//go:build !js

package rtmtest

import (
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"

	"rtmwasm/rtm/transport"
)

// maxBody is the size of the largest request body that is read.
const maxBody = 1 << 20

// ServeHTTP is the workspace's door over HTTP: /api/{method} for the Web API
// and /ws/{ticket} for sockets. Under a prefix, mount it with http.StripPrefix
// or At: the URLs that rtm.connect gives out carry the prefix.
//
// Slack's CORS answer is the same for every page, as recorded responses from
// 2019 to 2024 show: it may read the answer to a simple request, Retry-After
// included, but not send Authorization or a JSON body.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch door, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/"); door {
	case "api":
		s.serveAPI(w, r, rest)
	case "ws":
		s.serveSocket(w, r, rest)
	default:
		http.NotFound(w, r)
	}
}

// At serves the workspace under a prefix such as "/demo".
func (s *Server) At(prefix string) http.Handler {
	return http.StripPrefix(strings.TrimSuffix(prefix, "/"), s)
}

func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request, method string) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "x-slack-req-id, retry-after")
	if r.Method == http.MethodOptions {
		// Without Authorization and Content-Type a browser goes no further.
		h.Set("Access-Control-Allow-Headers", "slack-route, x-slack-version-ts")
		return
	}
	answer, err := s.answer(r.Context(), ask{method: method, form: formOf(w, r), locate: locator(r)})
	if err != nil {
		panic(http.ErrAbortHandler) // cuts the connection
	}
	respond(w, answer)
}

func respond(w http.ResponseWriter, answer transport.Response) {
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	if strings.HasPrefix(string(answer.Body), "<") {
		h.Set("Content-Type", "text/html; charset=utf-8")
	}
	h.Set("Cache-Control", "no-store")
	h.Set("X-Slack-Req-Id", "fake")
	if answer.RetryAfter != "" {
		h.Set("Retry-After", answer.RetryAfter)
	}
	w.WriteHeader(answer.Status)
	w.Write(answer.Body)
}

// formOf collects the arguments of a call from its query and its body, the
// later one counting. The token must come in the form or as a bearer: since
// February 2021 Slack refuses it in a query (changelog 2020-11), and with a
// JSON body it never took it there.
func formOf(w http.ResponseWriter, r *http.Request) map[string]string {
	form := make(map[string]string)
	for key, values := range r.URL.Query() {
		form[key] = values[0]
	}
	delete(form, "token")

	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "application/json" {
		addJSON(form, r.Body)
	} else if r.ParseMultipartForm(maxBody) == nil || r.PostForm != nil {
		for key, values := range r.PostForm {
			form[key] = values[0]
		}
		if r.MultipartForm != nil {
			addFiles(form, r.MultipartForm.File)
		}
	}
	if token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		form["token"] = token
	}
	return form
}

// addJSON adds the members of a JSON object: text as it is, other values as
// their JSON.
func addJSON(form map[string]string, body io.Reader) {
	var members map[string]json.RawMessage
	if json.NewDecoder(body).Decode(&members) != nil {
		return
	}
	delete(members, "token")
	for key, v := range members {
		var text string
		if json.Unmarshal(v, &text) != nil {
			text = string(v)
		}
		form[key] = text
	}
}

// addFiles adds the contents of files, and the name of one if the call gives none.
func addFiles(form map[string]string, files map[string][]*multipart.FileHeader) {
	for key, headers := range files {
		f, err := headers[0].Open()
		if err != nil {
			continue
		}
		content, err := io.ReadAll(f)
		f.Close()
		if err != nil {
			continue
		}
		form[key] = string(content)
		if form["filename"] == "" {
			form["filename"] = headers[0].Filename
		}
	}
}

// locator returns how to make the URL of a socket at the place that r asked:
// its host, and the prefix that a handler around this one took off the path.
func locator(r *http.Request) func(ticket string) string {
	scheme := "ws"
	if r.TLS != nil {
		scheme = "wss"
	}
	asked, _, _ := strings.Cut(r.RequestURI, "?")
	prefix := strings.TrimSuffix(asked, r.URL.EscapedPath())
	if prefix == asked {
		prefix = ""
	}
	base := scheme + "://" + r.Host + prefix + "/ws/"
	return func(ticket string) string { return base + ticket }
}
