package rtm

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"strings"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/transport"
)

// overHTTP makes calls with a client of net/http. (Package wasm uses the page's fetch:
// net/http's client would double what a page loads.)
func overHTTP(client *http.Client) transport.Caller {
	return func(ctx context.Context, r transport.Request) (transport.Response, error) {
		return post(ctx, client, r)
	}
}

func post(ctx context.Context, client *http.Client, r transport.Request) (transport.Response, error) {
	form := url.Values{}
	for name, value := range r.Form {
		form.Set(name, value)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, r.URL, strings.NewReader(form.Encode()))
	if err != nil {
		return transport.Response{}, err
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := client.Do(request)
	if err != nil {
		return transport.Response{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, core.MaxAnswer+1))
	return transport.Response{Status: response.StatusCode, RetryAfter: response.Header.Get("Retry-After"), Body: body}, err
}
