package core

import (
	"encoding/binary"
	"errors"
	"math"
	"reflect"
	"time"
)

var errRecording = errors.New("rtm/core: this is no recording, or one of another version")

// A decoder reads what an encoder has written.
type decoder struct {
	data []byte
	err  error // once it is set, all values are zero
}

func (d *decoder) machine() *Machine {
	m := &Machine{}
	d.value(reflect.ValueOf(m).Elem())
	m.dialect = dialectOf(m.config)
	sockets := m.sockets()
	if m.attempt != nil && m.attempt.socket != nil {
		sockets = append(sockets, m.attempt.socket)
	}
	for _, s := range sockets {
		if s.writing == nil {
			continue
		}
		if f := m.pending.frames[s.writing.id]; f != nil {
			s.writing = f // it is one, and in both places
		}
	}
	return m
}

func (d *decoder) input() Input {
	kind := d.take(1)
	switch {
	case d.err != nil:
	case kind[0] == receivedType:
		return *d.received()
	case int(kind[0]) < len(inputTypes):
		v := reflect.New(reflect.TypeOf(inputTypes[kind[0]])).Elem()
		d.value(v)
		return v.Interface().(Input)
	default:
		d.fail()
	}
	return Tick{}
}

func (d *decoder) time() Time {
	return Time{Mono: time.Duration(d.word()), Wall: time.Duration(d.word())}
}

// fail ends reading.
func (d *decoder) fail() { d.err, d.data = errRecording, nil }

// take reads so many bytes. It gives zeros if there are fewer.
func (d *decoder) take(n int) []byte {
	if n > len(d.data) {
		d.fail()
		return make([]byte, n)
	}
	b := d.data[:n]
	d.data = d.data[n:]
	return b
}

func (d *decoder) word() uint64 { return binary.LittleEndian.Uint64(d.take(8)) }

// number reads an integer.
func (d *decoder) number() int64 {
	n, size := binary.Varint(d.data)
	if size <= 0 {
		d.fail()
		return 0
	}
	d.data = d.data[size:]
	return n
}

// length reads how many elements follow. Each takes a byte at least, which bounds what
// reading allocates.
func (d *decoder) length() int {
	n := d.number()
	if n < 0 || n-1 > int64(len(d.data)) {
		d.fail()
		return 0
	}
	return int(n)
}

// value reads a value into its place.
func (d *decoder) value(v reflect.Value) {
	switch v.Kind() {
	case reflect.Bool:
		v.SetBool(d.number() != 0)
	case reflect.Int, reflect.Int64:
		v.SetInt(d.number())
	case reflect.Uint64:
		v.SetUint(uint64(d.number()))
	case reflect.Float64:
		v.SetFloat(math.Float64frombits(uint64(d.number())))
	case reflect.String:
		v.SetString(string(d.take(d.length())))
	case reflect.Struct:
		d.structure(v)
	case reflect.Interface:
		var err *Error
		if d.value(reflect.ValueOf(&err).Elem()); err != nil {
			v.Set(reflect.ValueOf(err))
		}
	default:
		if n := d.length(); n > 0 {
			d.elements(v, n-1)
		}
	}
}

func (d *decoder) structure(v reflect.Value) {
	if v.Type() == reflect.TypeFor[Members]() {
		v.Set(reflect.ValueOf(d.received().Members))
		return
	}
	for i := range v.NumField() {
		if field := v.Field(i); v.Type().Field(i).Tag != isLeftOut {
			d.value(reflect.NewAt(field.Type(), field.Addr().UnsafePointer()).Elem()) // it may not be exported
		}
	}
	if f, ok := v.Addr().Interface().(*frame); ok {
		f.build()
	}
}

// elements reads what is not nil, of so many elements.
func (d *decoder) elements(v reflect.Value, n int) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(v.Elem())
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		for range n {
			key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
			d.value(key)
			d.value(value)
			v.SetMapIndex(key, value)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes(append([]byte{}, d.take(n)...))
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), n, n))
		for i := range n {
			d.value(v.Index(i))
		}
	}
}

func (d *decoder) received() *Received {
	b := d.take(atEnd)
	kinds := binary.LittleEndian.Uint64(b[atKinds:])
	in := &Received{
		Conn:  Conn(binary.LittleEndian.Uint32(b[atConn:])),
		Index: int(binary.LittleEndian.Uint32(b[atIndex:])),
		Size:  int(binary.LittleEndian.Uint32(b[atSize:])),
		Sum:   binary.LittleEndian.Uint64(b[atSum:]),
	}
	in.Malformed = kinds&isMalformed != 0
	for i := range in.Values {
		v := &in.Values[i]
		switch v.Kind = Kind(kinds >> (kindBits * i) & (1<<kindBits - 1)); v.Kind {
		case Number:
			v.Number = math.Float64frombits(d.word())
		case String:
			v.Text = string(d.take(int(binary.LittleEndian.Uint16(d.take(2)))))
		}
	}
	return in
}
