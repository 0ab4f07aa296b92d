//go:build !js

package rtm_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"rtmwasm/rtm"
)

// redirecting gives two servers, of which the first sends whoever asks to the
// second, and where the second notes that somebody came.
func redirecting(t *testing.T, status int) (first *httptest.Server, visits <-chan string) {
	came := make(chan string, 100)
	second := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		came <- r.URL.Path + " " + r.FormValue("token")
		w.Write([]byte(`{"ok":false,"error":"invalid_auth"}`))
	}))
	t.Cleanup(second.Close)
	first = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, second.URL+r.URL.Path, status)
	}))
	t.Cleanup(first.Close)
	return first, came
}

func wantNoVisit(t *testing.T, visits <-chan string) {
	t.Helper()
	select {
	case what := <-visits:
		t.Fatalf("the second address was asked for %s", what)
	default:
	}
}

func TestACallFollowsNoRedirectAndTheTokenReachesOneAddress(t *testing.T) {
	for _, status := range []int{301, 302, 303, 307, 308} {
		first, visits := redirecting(t, status)
		client, err := rtm.New(rtm.Config{Token: "xoxb-secret", APIURL: first.URL, NoReconnect: true})
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.Start(t.Context())
		var e *rtm.Error
		if !errors.As(err, &e) || e.Code != rtm.CodeHTTP || e.Status != status || !strings.Contains(e.Error(), "redirect") {
			t.Fatalf("HTTP status %d gives %v", status, err)
		}
		if _, err := client.CallMethod(t.Context(), "auth.test", nil); rtm.CodeOf(err) != rtm.CodeHTTP {
			t.Fatalf("a call of a method gives %v", err)
		}
		wantNoVisit(t, visits)
	}
}

func TestTheOpeningOfASocketFollowsNoRedirect(t *testing.T) {
	first, visits := redirecting(t, 307)
	_, err := rtm.DialWebSocket(context.Background(), "ws"+strings.TrimPrefix(first.URL, "http")+"/socket")
	if err == nil {
		t.Fatal("a redirect opened a socket")
	}
	wantNoVisit(t, visits)
}

func TestAFailedOpeningSaysWhyWithoutTheAddress(t *testing.T) {
	// Nobody listens on port 1; the second address is none; the third is answered in the wrong way.
	first, _ := redirecting(t, 307)
	for _, address := range []string{ticketedURL, "wss://slack.test:%zz" + ticketedPath, "ws" + strings.TrimPrefix(first.URL, "http") + ticketedPath} {
		_, err := rtm.DialWebSocket(context.Background(), address)
		if text := chain(err); err == nil || strings.Contains(text, ticket) {
			t.Errorf("the error shows the address: %s", text)
		}
	}
	_, err := rtm.DialWebSocket(context.Background(), ticketedURL)
	if refused := (*net.OpError)(nil); !errors.As(err, &refused) {
		t.Errorf("what the network said is lost: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := rtm.DialWebSocket(ctx, ticketedURL); !errors.Is(err, context.Canceled) {
		t.Errorf("that it was given up is lost: %v", err)
	}
}
