package core

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
	"time"
)

// A codec writes values to a recording, or reads them from one: each type says once
// what it consists of, for both directions.
type codec struct {
	data    []byte // written, or still to be read
	reading bool
	err     error    // of reading: once it is set, all values are zero
	secrets *secrets // of writing: what is left out
}

var errRecording = errors.New("rtm/core: this is no recording, or one of another version")

func (c *codec) uint(v *uint64) {
	if !c.reading {
		c.data = binary.AppendUvarint(c.data, *v)
		return
	}
	n, size := binary.Uvarint(c.data)
	if size <= 0 {
		c.fail()
		*v = 0
		return
	}
	*v, c.data = n, c.data[size:]
}

// fail ends reading.
func (c *codec) fail() { c.err, c.data = errRecording, nil }

// number codes any whole number.
func number[T ~int | ~int64 | ~byte](c *codec, v *T) {
	// Zigzag, so that small negative numbers are short.
	u := uint64(int64(*v)<<1) ^ uint64(int64(*v)>>63)
	c.uint(&u)
	if c.reading {
		*v = T(int64(u>>1) ^ -int64(u&1))
	}
}

func (c *codec) duration(v *time.Duration) { number(c, (*int64)(v)) }

func (c *codec) float(v *float64) {
	u := math.Float64bits(*v)
	c.uint(&u)
	*v = math.Float64frombits(u)
}

func (c *codec) bool(v *bool) {
	var u uint64
	if *v {
		u = 1
	}
	c.uint(&u)
	*v = u != 0
}

// length codes how many elements follow. Each takes a byte at least, which bounds
// what reading allocates.
func (c *codec) length(n int) int {
	u := uint64(n)
	c.uint(&u)
	if c.reading && u > uint64(len(c.data)) {
		c.fail()
		return 0
	}
	return int(u)
}

// text codes a string.
func text[T ~string](c *codec, v *T) {
	n := c.length(len(*v))
	if !c.reading {
		c.data = append(c.data, *v...)
		return
	}
	*v = T(c.data[:n])
	c.data = c.data[n:]
}

// bytes codes a slice of bytes, of which nil is not empty.
func (c *codec) bytes(v *[]byte) {
	isNil := *v == nil
	c.bool(&isNil)
	s := string(*v)
	text(c, &s)
	if c.reading {
		*v = nil
		if !isNil {
			*v = []byte(s)
		}
	}
}

// list codes a slice.
func list[T any](c *codec, v *[]T, element func(*codec, *T)) {
	n := c.length(len(*v))
	if c.reading {
		*v = slices.Grow([]T(nil), n)[:n]
	}
	for i := range *v {
		element(c, &(*v)[i])
	}
}

// optional codes a pointer that may be nil.
func optional[T any](c *codec, v **T, value func(*codec, *T)) {
	is := *v != nil
	c.bool(&is)
	if c.reading {
		*v = nil
		if is {
			*v = new(T)
		}
	}
	if is {
		value(c, *v)
	}
}

// sorted codes a map, in the order of its keys.
func sorted[K ~int | ~uint64 | ~string, V any](c *codec, v *map[K]V, key func(*codec, *K), value func(*codec, *V)) {
	var keys []K
	for k := range *v {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	n := c.length(len(keys))
	if c.reading {
		*v = map[K]V{}
		keys = make([]K, n)
	}
	for _, k := range keys {
		value1 := (*v)[k]
		key(c, &k)
		value(c, &value1)
		(*v)[k] = value1
	}
}

// fault codes an error: as an *Error, without what wraps it or is wrapped.
func (c *codec) fault(v *error) {
	is := *v != nil
	c.bool(&is)
	if !is {
		*v = nil
		return
	}
	var e *Error
	if !c.reading {
		e = &Error{Message: (*v).Error()}
		var inner *Error
		if errors.As(*v, &inner) {
			*e = *inner
		}
		e.Message = c.secrets.strike(e.Message)
	} else {
		e = &Error{}
	}
	text(c, &e.Code)
	text(c, &e.Message)
	text(c, &e.Name)
	number(c, &e.Status)
	c.duration(&e.RetryAfter)
	if c.reading {
		*v = e
	}
}
