//go:build !js

// Command serve shows the demo page on a made-up workspace, or with -api on a real
// one. ./build.sh serve builds and runs it.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"time"

	"rtmwasm/rtm/rtmtest"
	"rtmwasm/web/site"
)

// usage names each flag on a line of its own. build.sh reads it, so that it can
// answer before there is a program.
const usage = `Usage: %s [flags]

  -addr host:port   where to listen, 127.0.0.1:8080 by default; port 0 picks a free one
  -api URL          a real Web API, such as https://slack.com/api/, in place of the made-up workspace
  -mode socket      has the page speak Socket Mode with the made-up workspace, in place of RTM
  -tests folder     a folder to serve at /test/ as well
`

func main() {
	flag.Usage = func() { fmt.Fprintf(flag.CommandLine.Output(), usage, os.Args[0]) }
	addr := flag.String("addr", "127.0.0.1:8080", "")
	api := flag.String("api", "", "")
	mode := flag.String("mode", "rtm", "")
	tests := flag.String("tests", "", "")
	checkOnly := flag.Bool("check", false, "") // build.sh's
	flag.Parse()
	err := check(*addr, *api, *mode, *tests)
	if err == nil && !*checkOnly {
		err = serve(*addr, *api, *mode, *tests)
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", os.Args[0], err)
		os.Exit(1)
	}
}

// check says what is wrong with the flags.
func check(addr, api, mode, tests string) error {
	if flag.NArg() > 0 {
		return fmt.Errorf("there is no argument %q: -h lists the flags", flag.Arg(0))
	}
	if _, err := net.ResolveTCPAddr("tcp", addr); err != nil {
		return fmt.Errorf("-addr %q must be a host and a port, such as 127.0.0.1:8080: %w", addr, err)
	}
	if err := checkAPI(api); err != nil {
		return fmt.Errorf("-api %q %w", api, err)
	}
	if mode != "rtm" && mode != "socket" || mode == "socket" && api != "" {
		return fmt.Errorf("-mode %q must be rtm or socket, and with -api it must be rtm", mode)
	}
	if info, err := os.Stat(tests); tests != "" && (err != nil || !info.IsDir()) {
		full, _ := filepath.Abs(tests)
		return fmt.Errorf("-tests %q: there is no folder %s", tests, full)
	}
	return nil
}

// checkAPI says what is wrong with the flag -api. A page connects to nothing else
// than this address and Slack's, by the policy that serve sends.
func checkAPI(api string) error {
	u, err := url.Parse(api)
	switch {
	case api == "":
		return nil
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || !isHost.MatchString(u.Host) || u.User != nil || u.RawQuery+u.Fragment != "" || !strings.HasSuffix(u.Path, "/"):
		return errors.New("must be a URL such as https://slack.com/api/, with the / at its end")
	case u.Scheme == "http" && !site.IsLoopback(u.Host):
		return errors.New("must begin with https://, since a token goes there: http:// is for this machine only")
	}
	return nil
}

// isHost matches a name or an address, perhaps with a port.
var isHost = regexp.MustCompile(`^([A-Za-z0-9._-]+|\[[0-9a-fA-F:.]+\])(:[0-9]{1,5})?$`)

// serve returns nil once a signal has ended it.
func serve(addr, api, mode, tests string) error {
	if _, err := os.Stat("web/dist/rtm.wasm"); err != nil {
		return errors.New("web/dist/rtm.wasm is missing: run ./build.sh first, at the top of the repository")
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("%w: choose another address with -addr", err)
	}
	local := site.IsLoopback(listener.Addr().String())

	var host rtmtest.Host
	mux := http.NewServeMux()
	mux.Handle("/", site.Folder("web/demo"))
	for _, name := range []string{"rtm.js", "rtm.engine.js", "rtm.remote.js", "rtm.worker.js", "rtm.iife.js", "rtm.wasm", "rtm.d.ts", "events.d.ts", "store.d.ts", "v3.d.ts"} {
		mux.Handle("/"+name, site.Folder("web/dist"))
		mux.Handle("/"+name+".map", site.Folder("web/dist"))
	}
	mux.HandleFunc("/docs/", docs)
	mux.Handle("/config.json", config(api, mode, local))
	mux.Handle("/workspaces/", http.StripPrefix("/workspaces", workspaces(&host, local)))
	if tests != "" {
		mux.Handle("/test/", http.StripPrefix("/test", site.Folder(tests)))
	}
	if api == "" {
		demo := host.Private("demo")
		furnish(demo)
		go demo.People(ctx)
	}

	server := &http.Server{Handler: site.Guard(mux, api, local), ReadHeaderTimeout: 10 * time.Second}
	context.AfterFunc(ctx, func() {
		stop() // a second Ctrl-C ends the program at once
		server.Close()
	})
	fmt.Printf("The demo is at http://%s/ (Ctrl-C ends it)\n", browsable(listener.Addr()))
	err = server.Serve(listener)
	host.Close()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// docs serves the API reference, or says how to get it: to make it takes Node, which
// nothing else here does.
func docs(w http.ResponseWriter, r *http.Request) {
	if _, err := os.Stat("web/dist/docs"); err != nil {
		http.Error(w, "The API reference is not made yet. ./build.sh pack makes it; that takes Node. Without it, web/rtm.d.ts says the same.", http.StatusNotFound)
		return
	}
	site.Folder("web/dist").ServeHTTP(w, r)
}

// workspaces serves the host. Whoever may script a workspace may also flood it,
// so that its control is for this machine only.
func workspaces(host *rtmtest.Host, local bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !local && strings.Contains(r.URL.Path+"/", "/control/") {
			http.Error(w, "a workspace can be scripted only where -addr is a loopback address", http.StatusForbidden)
			return
		}
		host.ServeHTTP(w, r)
	})
}

// furnish says a few things, so that the first visitor does not meet silence.
func furnish(s *rtmtest.Server) {
	s.Join(rtmtest.Cleo, rtmtest.General)
	s.Say(rtmtest.Anna, rtmtest.General, "Welcome! This is a made-up workspace: anna, ben and cleo are simulated, and they answer.")
	s.Say(rtmtest.Ben, rtmtest.General, "Open this page in a second tab. What you write in one arrives in the other.")
	tip := s.Say(rtmtest.Cleo, rtmtest.General, "The protocol is <https://docs.slack.dev/legacy/legacy-rtm-api|Slack's RTM API>. Small talk goes to <#"+rtmtest.Random+"|random>.")
	s.React(rtmtest.Anna, "wave", rtmtest.General, tip)
	s.Say(rtmtest.Ben, rtmtest.Random, "It is quiet in here. Somebody say something about cake.")
	s.Say(rtmtest.Anna, rtmtest.AnnaDM, "Hi <@"+rtmtest.Bot+">! Here only the two of us can read.")
}

// config tells the page which Web API it is to use.
func config(api, mode string, local bool) http.HandlerFunc {
	answer := struct {
		API        string `json:"api"` // perhaps without the origin, which is then the page's
		Embedded   bool   `json:"embedded"`
		Scriptable bool   `json:"scriptable"`
		Mode       string `json:"mode"` // "rtm" or "socket"
	}{api, api == "", api == "" && local, mode}
	if answer.Embedded {
		answer.API = "/workspaces/demo/api/"
	}
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		json.NewEncoder(w).Encode(answer)
	}
}

// browsable is an address to type into a browser of this machine.
func browsable(addr net.Addr) string {
	if a, ok := addr.(*net.TCPAddr); ok && a.IP.IsUnspecified() {
		return fmt.Sprintf("localhost:%d", a.Port)
	}
	return addr.String()
}
