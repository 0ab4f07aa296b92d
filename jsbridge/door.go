//go:build js && wasm

package jsbridge

import (
	"sync"
	"time"
	"unsafe"
)

// JavaScript enters Go by the functions exported here, which cost it a fiftieth of a
// microsecond: a call of a js.Func takes several. What Go tells JavaScript waits
// in the buffer out, and JavaScript takes it whenever Go has returned.

// in is where JavaScript writes what enters. What does not fit has a place of its own.
var (
	in    [64 << 10]byte
	large []byte
)

// out is what JavaScript is to be told, and what it is reading. Goroutines may take turns in
// the middle of an append, which allocates, so it has a lock.
var out struct {
	sync.Mutex
	told, taken []byte
}

// keptOut is how much memory for what is told stays.
const keptOut = 64 << 10

// mustResume says that goroutines wait for their turn. They get none while JavaScript
// calls an exported function, nor after it.
var mustResume bool

// turnEvery is after how many calls of doorEnter goroutines get a turn in any case. One of
// them lets go of the values of JavaScript's that garbage referred to, and a page may enter
// by the door alone for months.
const turnEvery = 1024

// entered is how many calls there were since the last turn that was asked for.
var entered int

// enter is who takes what enters, from reader.
var (
	enter  func(*Reader, Moment) bool
	reader Reader
)

// A Moment is when something enters: what the page's clocks say, which Go would have to ask.
type Moment struct {
	Mono time.Duration // since Serve, by performance.now()
	Wall time.Duration // since 1970, by Date.now()
}

// start is what performance.now() said at Serve.
var start float64

// millisecond is what JavaScript counts in, with fractions.
const millisecond = float64(time.Millisecond)

// Wake has JavaScript let goroutines run, once the call that it is making has returned.
// Who starts a goroutine or wakes one, in what enters by the door, calls it.
func Wake() { mustResume = true }

// Place gives where JavaScript finds a slice, even after the program's death: there are, each
// in 8 bytes, the place of the bytes and how many they are.
func Place(data *[]byte) int { return int(uintptr(unsafe.Pointer(data))) }

// doorUsual gives how many bytes have room at the place that is always the same, which is
// doorIn(0).
//
//go:wasmexport doorUsual
func doorUsual() uint32 { return uint32(len(in)) }

// doorIn gives the place for what is about to enter, of so many bytes at most.
//
//go:wasmexport doorIn
func doorIn(size uint32) uint32 {
	large = nil // JavaScript may have failed to fill it
	if size <= uint32(len(in)) {
		return uint32(uintptr(unsafe.Pointer(&in)))
	}
	large = make([]byte, size)
	return uint32(uintptr(unsafe.Pointer(&large[0])))
}

// doorEnter takes what has been written. Its result is four times the number of the call, two
// more if Enter gave true, and one more if goroutines wait for their turn. If it is anything
// else, the call has not come to its end: its goroutine waits and no other can run, and then Go
// returns from an exported function with anything for a result.
//
//go:wasmexport doorEnter
func doorEnter(size, call uint32, mono, wall float64) uint32 {
	data := in[:]
	if large != nil { // though less may have been written than there was room for
		data, large = large, nil
	}
	reader.Reset(data[:size])
	result := call << 2
	if enter(&reader, Moment{time.Duration((mono - start) * millisecond), time.Duration(wall * millisecond)}) {
		result |= 2
	}
	if entered++; mustResume || entered == turnEvery {
		mustResume, entered = false, 0
		result |= 1
	}
	return result
}

// doorTold gives how many bytes JavaScript is told. They stay where doorTake then says until
// the next doorTold.
//
//go:wasmexport doorTold
func doorTold() uint32 {
	out.Lock()
	defer out.Unlock()
	if len(out.told) == 0 {
		return 0
	}
	if cap(out.taken) > keptOut {
		out.taken = nil
	}
	out.told, out.taken = out.taken[:0], out.told
	return uint32(len(out.taken))
}

//go:wasmexport doorTake
func doorTake() uint32 {
	return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(out.taken))))
}
