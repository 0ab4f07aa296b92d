package rtmtest

import (
	"bytes"
	"encoding/json"
)

type object map[string]any

// encode makes JSON of what this package built. It leaves <, > and & alone,
// as Slack does: they stand in most of its messages.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// A written is a frame that a client wrote, its values still JSON.
type written map[string]json.RawMessage

// parse returns nil for anything but a JSON object.
func parse(frame []byte) written {
	var w written
	if json.Unmarshal(frame, &w) != nil {
		return nil
	}
	return w
}

// The getters return the zero value for what is missing or of another type.

func (w written) text(key string) string    { return get[string](w, key) }
func (w written) flag(key string) bool      { return get[bool](w, key) }
func (w written) texts(key string) []string { return get[[]string](w, key) }

// id returns the frame's id, 0 if it is not a positive integer.
func (w written) id() int {
	return max(0, get[int](w, "id"))
}

func get[T any](w written, key string) T {
	var v T
	if json.Unmarshal(w[key], &v) != nil {
		var zero T
		return zero
	}
	return v
}

// scalar says whether a JSON value is neither an object nor an array.
func scalar(v json.RawMessage) bool {
	return len(v) > 0 && v[0] != '{' && v[0] != '['
}
