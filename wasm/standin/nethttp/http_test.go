//go:build !js

package http_test

import (
	"net/http"
	"reflect"
	"testing"

	standin "rtmwasm/wasm/standin/nethttp"
)

// What compiles with the stand-in must mean the same with the original.
func TestTheStandInHasNothingThatTheOriginalLacks(t *testing.T) {
	if standin.StatusSwitchingProtocols != http.StatusSwitchingProtocols {
		t.Error("StatusSwitchingProtocols differs")
	}
	for _, types := range [][2]reflect.Type{
		{reflect.TypeFor[standin.Response](), reflect.TypeFor[http.Response]()},
		{reflect.TypeFor[standin.Request](), reflect.TypeFor[http.Request]()},
	} {
		for i := range types[0].NumField() {
			own := types[0].Field(i)
			field, ok := types[1].FieldByName(own.Name)
			if !ok || field.Type.Kind() != own.Type.Kind() {
				t.Errorf("%v.%s is %v, and in net/http %v", types[0], own.Name, own.Type, field.Type)
			}
		}
	}
	own, original := reflect.TypeFor[standin.ResponseWriter](), reflect.TypeFor[http.ResponseWriter]()
	for i := range own.NumMethod() {
		if _, ok := original.MethodByName(own.Method(i).Name); !ok {
			t.Errorf("net/http's ResponseWriter has no %s", own.Method(i).Name)
		}
	}
}
