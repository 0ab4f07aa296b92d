package core

import (
	"encoding/binary"
	"errors"
	"math"
	"reflect"
)

// The parts of a recording, each of which begins with one of these bytes.
const (
	inputPart      byte = 1 + iota // the time, and an input
	beginPart                      // the checkpoint of a machine that is not the one before
	checkpointPart                 // a checkpoint of the machine that has taken the inputs before
)

// inputTypes are the inputs, each with its place here as its number in a recording.
var inputTypes = [...]Input{
	Received{}, Start{}, Reconnect{}, Stop{}, Send{}, Cancel{}, PutAway{}, Back{},
	Answered{}, Opened{}, Written{}, Alive{}, Closed{}, Filled{}, Tick{}, Ack{}, Posted{},
}

const receivedType byte = 0

// Tags of fields that are not recorded, or not as they are. What is left out is made again, or
// nothing that the machine decides depends on it, such as on the cause of a gap.
const (
	isLeftOut = `rec:"-"`
	isToken   = `rec:"token"`
	isAddress = `rec:"address"`
)

// An encoder writes values to a recording. What a type consists of it asks the type, so that
// a checkpoint lacks nothing, and so that it takes few bytes: code that names each field
// would add 20 KB to what a page loads. (Of package reflect it uses what fmt uses.)
type encoder struct {
	data    []byte
	secrets *secrets
}

func (e *encoder) machine(m *Machine) { e.value(reflect.ValueOf(m).Elem(), "") }

func (e *encoder) input(in Input) {
	v := reflect.ValueOf(in)
	for number, one := range inputTypes {
		if reflect.TypeOf(one) == v.Type() {
			e.data = append(e.data, byte(number))
		}
	}
	if in, ok := in.(Received); ok {
		e.data = appendReceived(e.data, &in, e.secrets)
		return
	}
	e.value(v, "")
}

// value writes a value, of a field with this tag: a number, and what it counts. An interface
// is one of an error.
func (e *encoder) value(v reflect.Value, tag reflect.StructTag) {
	n := int64(0)
	text := ""
	switch v.Kind() {
	case reflect.Struct:
		e.structure(v)
		return
	case reflect.Interface:
		err, _ := v.Interface().(error)
		e.fault(err)
		return
	case reflect.Bool:
		if v.Bool() {
			n = 1
		}
	case reflect.Int, reflect.Int64:
		n = v.Int()
	case reflect.Uint64:
		n = int64(v.Uint())
	case reflect.Float64:
		n = int64(math.Float64bits(v.Float()))
	case reflect.String:
		text = e.secrets.instead(v.String(), tag)
		n = int64(len(text))
	case reflect.Pointer:
		if !v.IsNil() {
			n = 1
		}
	default: // a slice or a map
		if !v.IsNil() {
			n = 1 + int64(v.Len())
		}
	}
	e.data = append(binary.AppendVarint(e.data, n), text...)
	if n > 0 && text == "" {
		e.elements(v, tag)
	}
}

func (e *encoder) structure(v reflect.Value) {
	if v.CanInterface() {
		if m, ok := v.Interface().(Members); ok {
			e.data = appendReceived(e.data, &Received{Members: m}, e.secrets)
			return
		}
	}
	for i := range v.NumField() {
		if tag := v.Type().Field(i).Tag; tag != isLeftOut {
			e.value(v.Field(i), tag)
		}
	}
}

// elements writes what there is of a value that may be nil.
func (e *encoder) elements(v reflect.Value, tag reflect.StructTag) {
	switch v.Kind() {
	case reflect.Pointer:
		e.value(v.Elem(), tag)
	case reflect.Map:
		for entries := v.MapRange(); entries.Next(); {
			e.value(entries.Key(), tag)
			e.value(entries.Value(), tag)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			e.data = append(e.data, e.secrets.body(v.Bytes())...)
			return
		}
		for i := range v.Len() {
			e.value(v.Index(i), tag)
		}
	}
}

// fault writes an error: as an *Error, without what wraps it or is wrapped.
func (e *encoder) fault(err error) {
	var fault *Error
	if err != nil {
		fault = &Error{Message: err.Error()}
		if inner := (*Error)(nil); errors.As(err, &inner) {
			*fault = *inner
		}
		fault.Message = e.secrets.strike(fault.Message)
	}
	e.value(reflect.ValueOf(fault), "")
}

// Frames come often, so they are written in a form that takes little time: what each has, in
// so many bytes, and then its texts and numbers.
const (
	atConn  = 0
	atIndex = 4
	atSize  = 8
	atKinds = 12 // of all members, and above them whether it is malformed
	atSum   = 20
	atEnd   = 28
)

// kindBits is how many bits a Kind takes.
const kindBits = 3

// isMalformed is the bit that says it.
const isMalformed = 1 << (kindBits * memberCount)

func appendReceived(data []byte, in *Received, secrets *secrets) []byte {
	kinds := uint64(0)
	for i := range in.Values {
		kinds |= uint64(in.Values[i].Kind) << (kindBits * i)
	}
	if in.Malformed {
		kinds |= isMalformed
	}
	var b [atEnd]byte
	binary.LittleEndian.PutUint32(b[atConn:], uint32(in.Conn))
	binary.LittleEndian.PutUint32(b[atIndex:], uint32(in.Index))
	binary.LittleEndian.PutUint32(b[atSize:], uint32(in.Size))
	binary.LittleEndian.PutUint64(b[atKinds:], kinds)
	binary.LittleEndian.PutUint64(b[atSum:], in.Sum)
	data = append(data, b[:]...)
	for i := range in.Values {
		switch v := &in.Values[i]; v.Kind {
		case Number:
			data = binary.LittleEndian.AppendUint64(data, math.Float64bits(v.Number))
		case String:
			text := v.Text
			if Member(i) == URL {
				text = secrets.instead(text, isAddress)
			}
			data = binary.LittleEndian.AppendUint16(data, uint16(len(text)))
			data = append(data, text...)
		}
	}
	return data
}

func appendTime(data []byte, t Time) []byte {
	var b [16]byte
	binary.LittleEndian.PutUint64(b[:], uint64(t.Mono))
	binary.LittleEndian.PutUint64(b[8:], uint64(t.Wall))
	return append(data, b[:]...)
}
