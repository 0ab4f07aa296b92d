package jsbridge

import (
	"encoding/binary"
	"math"
	"unsafe"
)

// What crosses the door is a row of values, each a byte for its kind and what that kind
// needs: a number 8 bytes, a text its length and UTF-8, a list its length and values, an
// object its length and, of each member, a text and a value. Lengths have 4 bytes, and
// the lowest comes first.
//
// The other side is web/src/engine/wire.js; both are tested with testdata/wire.json.

// A Kind is what sort of value one is.
type Kind byte

// The kinds. Absent is JavaScript's undefined.
const (
	Absent Kind = iota
	Null
	False
	True
	Number
	Text
	List
	Object
)

// A Reader reads a row of values.
type Reader struct {
	data []byte

	// recent are texts that were read lately, by their hash. Most texts of most frames come
	// again and again, and to find one takes less than to allocate it.
	recent [64]string

	// room is where the next short texts are put, since to allocate each takes longer than all
	// else. A text keeps in memory what was put there with it.
	room []byte
}

// maxRecent is how long a text may be that is looked for among the recent ones.
const maxRecent = 32

// roomAtOnce is how many bytes are allocated for short texts.
const roomAtOnce = 1 << 10

// NewReader reads the values that data consists of.
func NewReader(data []byte) *Reader { return &Reader{data: data} }

// Reset has the reader read data.
func (r *Reader) Reset(data []byte) { r.data = data }

// Left reports whether there is another value.
func (r *Reader) Left() bool { return len(r.data) > 0 }

// Next reads a value: its kind, and the number or the text that it is. Of a list or an
// object the number is its length, and what it consists of comes next.
func (r *Reader) Next() (kind Kind, number float64, text string) {
	kind, r.data = Kind(r.data[0]), r.data[1:]
	switch kind {
	case Number:
		number = math.Float64frombits(binary.LittleEndian.Uint64(r.data))
		r.data = r.data[8:]
	case Text:
		size := r.length()
		text = r.text(r.data[:size])
		r.data = r.data[size:]
	case List, Object:
		number = float64(r.length())
	}
	return kind, number, text
}

func (r *Reader) text(bytes []byte) string {
	if len(bytes) > maxRecent {
		return string(bytes)
	}
	hash := uint32(2166136261) // FNV-1a
	for _, b := range bytes {
		hash = (hash ^ uint32(b)) * 16777619
	}
	recent := &r.recent[hash%uint32(len(r.recent))]
	if *recent != string(bytes) {
		*recent = r.keep(bytes)
	}
	return *recent
}

// keep makes a text of bytes, which are at most maxRecent.
func (r *Reader) keep(bytes []byte) string {
	if cap(r.room)-len(r.room) < len(bytes) {
		r.room = make([]byte, 0, roomAtOnce)
	}
	at := len(r.room)
	r.room = append(r.room, bytes...)
	return unsafe.String(unsafe.SliceData(r.room[at:]), len(bytes)) // which nothing writes to again
}

func (r *Reader) length() int {
	n := binary.LittleEndian.Uint32(r.data)
	r.data = r.data[4:]
	return int(n)
}

// Int reads a number without its fraction; 0 for anything else.
func (r *Reader) Int() int {
	_, number, _ := r.Next()
	return Whole(number)
}

// Text reads a text; "" for anything else.
func (r *Reader) Text() string {
	_, _, text := r.Next()
	return text
}

// Bool reads a boolean; false for anything else.
func (r *Reader) Bool() bool {
	kind, _, _ := r.Next()
	return kind == True
}

// appendNumber appends a number.
func appendNumber(data []byte, number float64) []byte {
	return binary.LittleEndian.AppendUint64(append(data, byte(Number)), math.Float64bits(number))
}

func appendLength(data []byte, length int) []byte {
	return binary.LittleEndian.AppendUint32(data, uint32(length))
}

func appendText(data []byte, text string) []byte {
	return append(appendLength(append(data, byte(Text)), len(text)), text...)
}

// appendValue appends nil, a boolean, a number, a string, or a list or map of these.
// Anything else is null.
func appendValue(data []byte, value any) []byte {
	switch v := value.(type) {
	case bool:
		if v {
			return append(data, byte(True))
		}
		return append(data, byte(False))
	case int:
		return appendNumber(data, float64(v))
	case float64:
		return appendNumber(data, v)
	case string:
		return appendText(data, v)
	case []any:
		data = appendLength(append(data, byte(List)), len(v))
		for _, element := range v {
			data = appendValue(data, element)
		}
		return data
	case map[string]any:
		data = appendLength(append(data, byte(Object)), len(v))
		names := make([]string, 0, len(v)) // in their order; there are few, and slices.Sort would take 4 KB
		for name := range v {
			names = append(names, name)
			for i := len(names) - 1; i > 0 && names[i-1] > name; i-- {
				names[i-1], names[i] = name, names[i-1]
			}
		}
		for _, name := range names {
			data = appendValue(appendText(data, name), v[name])
		}
		return data
	}
	return append(data, byte(Null))
}
