//go:build !js

package rtm

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"
)

const inPage = false

// defaultCall calls the Web API with net/http. The js build has no such
// default, since net/http's client doubles the binary (2.71 MB against 1.39 MB
// gzipped): a page uses fetch.
//
// A redirect is an answer, and is not followed: the token, which is in the body,
// would reach another address (307 and 308 repeat the body there).
var defaultCall Caller = func(ctx context.Context, r Request) (Response, error) {
	form := url.Values{}
	for name, value := range r.Form {
		form.Set(name, value)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, r.URL, strings.NewReader(form.Encode()))
	if err != nil {
		return Response{}, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := withoutRedirects().Do(request)
	if err != nil {
		return Response{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, MaxAnswer+1))
	return Response{Status: response.StatusCode, RetryAfter: response.Header.Get("Retry-After"), Body: body}, err
}

// withoutRedirects gives http.DefaultClient, but for redirects, which it does not
// follow.
func withoutRedirects() *http.Client {
	client := *http.DefaultClient
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &client
}
