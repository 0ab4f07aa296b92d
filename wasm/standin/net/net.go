// Package net stands in for net in rtm.wasm, where nothing opens a connection but the
// page. coder/websocket names these of its types and its error; for that the linker keeps
// the start-up code of net and of what it imports, os and net/netip above all: 38 KB with
// brotli. See web/bundle/compile.go for how it is put in the standard library's place.
package net

import (
	"errors"
	"time"
)

// ErrClosed is what using a closed connection fails with.
var ErrClosed error = errors.New("use of closed network connection")

// Addr is the address of a side of a Conn.
type Addr interface {
	Network() string
	String() string
}

// Conn is in the signature of NetConn, which no page calls.
type Conn interface {
	Read(b []byte) (n int, err error)
	Write(b []byte) (n int, err error)
	Close() error
	LocalAddr() Addr
	RemoteAddr() Addr
	SetDeadline(t time.Time) error
	SetReadDeadline(t time.Time) error
	SetWriteDeadline(t time.Time) error
}
