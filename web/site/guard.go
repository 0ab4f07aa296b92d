package site

import (
	"net"
	"net/http"
	"net/url"
	"strings"
)

// slackSockets is where Slack has its sockets, and GovSlack.
const slackSockets = " wss://*.slack.com wss://*.slack-msgs.com wss://*.slack-gov.com"

// Guard adds to every answer what a careful site would send. Its policy lets a page connect
// to the site itself and, if it is not empty, to a Web API and Slack's sockets. Where only
// this machine can connect (local) it also refuses names that merely point here: otherwise a
// page elsewhere could rebind its own name and read what is served.
func Guard(next http.Handler, api string, local bool) http.Handler {
	remote := ""
	if origin := originOf(api); origin != "" {
		remote = " " + origin + " ws" + strings.TrimPrefix(origin, "http") + slackSockets
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "+
			"img-src 'self' data:; connect-src 'self' ws://"+r.Host+remote+"; "+
			"base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if local && !IsLoopback(r.Host) {
			http.Error(w, "this server answers only to the names of its own machine", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// originOf gives the origin of a Web API; without one it is empty.
func originOf(api string) string {
	if u, err := url.Parse(api); err == nil && api != "" {
		return u.Scheme + "://" + u.Host
	}
	return ""
}

// IsLoopback says whether a host, perhaps with a port, can only be this machine.
func IsLoopback(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}
