//go:build js && wasm

package jsbridge

import (
	"errors"
	"maps"
)

// ErrorObject gives an error as JavaScript gets it: its message, its cause, if
// it wraps another, and what describe knows of it.
func (h *Host) ErrorObject(err error) map[string]any {
	object := map[string]any{"message": err.Error()}
	if cause := errors.Unwrap(err); cause != nil {
		object["cause"] = h.ErrorObject(cause)
	}
	if e, ok := err.(*Error); ok {
		object["name"], object["message"] = e.Name, e.Message
		if e.Origin != 0 {
			object["origin"] = e.Origin
		}
	}
	maps.Copy(object, h.describe(err))
	return object
}
