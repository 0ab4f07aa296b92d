//go:build !js

package net_test

import (
	"net"
	"reflect"
	"testing"

	standin "rtmwasm/wasm/standin/net"
)

// What compiles with the stand-in must mean the same with the original.
func TestTheStandInIsAsTheOriginal(t *testing.T) {
	if standin.ErrClosed.Error() != net.ErrClosed.Error() {
		t.Errorf("ErrClosed says %q, and in net %q", standin.ErrClosed, net.ErrClosed)
	}
	addr, original := reflect.TypeFor[standin.Addr](), reflect.TypeFor[net.Addr]()
	if !addr.ConvertibleTo(original) || !original.ConvertibleTo(addr) {
		t.Error("Addr differs")
	}
	own, conn := reflect.TypeFor[standin.Conn](), reflect.TypeFor[net.Conn]()
	if own.NumMethod() != conn.NumMethod() {
		t.Errorf("Conn has %d methods, and in net %d", own.NumMethod(), conn.NumMethod())
	}
	for i := range own.NumMethod() {
		method, ok := conn.MethodByName(own.Method(i).Name)
		if !ok || method.Type.NumIn() != own.Method(i).Type.NumIn() || method.Type.NumOut() != own.Method(i).Type.NumOut() {
			t.Errorf("Conn's %s is not that of net", own.Method(i).Name)
		}
	}
}
