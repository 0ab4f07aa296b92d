// Package http stands in for net/http in rtm.wasm, where nothing makes or serves
// a request: the page's fetch does. The js half of coder/websocket names these
// of its types. For that the linker keeps the start-up code of all that net/http
// imports, crypto/tls above all: 0.38 MB of 1.24 MB, with brotli.
//
// web/bundle puts it in place of the standard library's when it builds rtm.wasm,
// by go build's -overlay. Without that, as when somebody imports package rtm,
// all works the same and is larger. What coder/websocket comes to need beyond
// this will not compile.
package http

import "io"

// StatusSwitchingProtocols is what a server answers that takes a WebSocket.
const StatusSwitchingProtocols = 101

// Header are the fields of a request or an answer.
type Header map[string][]string

// Response is what Dial returns beside the socket; in a page it is nearly empty.
type Response struct {
	Status     string
	StatusCode int
	Header     Header
	Body       io.ReadCloser
}

// Request and ResponseWriter are in the signature of Accept, which no page calls.
type Request struct {
	Method string
	Header Header
}

// ResponseWriter: see Request.
type ResponseWriter interface {
	Header() Header
	Write([]byte) (int, error)
	WriteHeader(statusCode int)
}
