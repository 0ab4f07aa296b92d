//go:build js && wasm

package bridgetest

import (
	"encoding/binary"
	"fmt"
	"math"

	"rtmwasm/jsbridge"
)

// Absent is JavaScript's undefined, as a value of a row.
type Absent struct{}

// Row gives values as JavaScript writes them: lists and objects are empty.
func Row(values ...any) []byte {
	var row []byte
	for _, value := range values {
		row = appendValue(row, value)
	}
	return row
}

func appendValue(row []byte, value any) []byte {
	kind := func(k jsbridge.Kind) []byte { return append(row, byte(k)) }
	switch v := value.(type) {
	case Absent:
		return kind(jsbridge.Absent)
	case nil:
		return kind(jsbridge.Null)
	case bool:
		if v {
			return kind(jsbridge.True)
		}
		return kind(jsbridge.False)
	case int:
		return appendValue(row, float64(v))
	case float64:
		return binary.LittleEndian.AppendUint64(kind(jsbridge.Number), math.Float64bits(v))
	case string:
		return append(binary.LittleEndian.AppendUint32(kind(jsbridge.Text), uint32(len(v))), v...)
	case []any:
		return binary.LittleEndian.AppendUint32(kind(jsbridge.List), 0)
	case map[string]any:
		return binary.LittleEndian.AppendUint32(kind(jsbridge.Object), 0)
	}
	panic(fmt.Sprintf("bridgetest: a row cannot have a %T", value))
}

// A reader reads what Go has written.
type reader struct{ data []byte }

func (r *reader) take(size int) []byte {
	taken := r.data[:size]
	r.data = r.data[size:]
	return taken
}

func (r *reader) length() int { return int(binary.LittleEndian.Uint32(r.take(4))) }

func (r *reader) value() any {
	switch kind := jsbridge.Kind(r.take(1)[0]); kind {
	case jsbridge.Null:
		return nil
	case jsbridge.False, jsbridge.True:
		return kind == jsbridge.True
	case jsbridge.Number:
		return math.Float64frombits(binary.LittleEndian.Uint64(r.take(8)))
	case jsbridge.Text:
		return string(r.take(r.length()))
	case jsbridge.List:
		list := make([]any, r.length())
		for i := range list {
			list[i] = r.value()
		}
		return list
	case jsbridge.Object:
		object := map[string]any{}
		for range r.length() {
			name := r.value().(string)
			object[name] = r.value()
		}
		return object
	default:
		panic(fmt.Sprintf("bridgetest: Go has written a value of the kind %d", kind))
	}
}
