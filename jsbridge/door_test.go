//go:build js && wasm

package jsbridge

import (
	"bytes"
	"fmt"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"
	"unsafe"
)

// address is that of a place in Go's memory, as JavaScript gets it.
func address(place []byte) uint32 { return uint32(uintptr(unsafe.Pointer(unsafe.SliceData(place)))) }

// goesIn enters as JavaScript does.
func goesIn(t *testing.T, row []byte) (result uint32) {
	t.Helper()
	at, place := doorIn(uint32(len(row))), in[:]
	if len(row) > int(doorUsual()) {
		place = large
	}
	if at != address(place) || len(place) < len(row) {
		t.Fatalf("the place of %d bytes is one of %d, at %#x instead of %#x", len(row), len(place), at, address(place))
	}
	copy(place, row)
	const call = 7
	result = doorEnter(uint32(len(row)), call, 0, 0)
	if result>>2 != call {
		t.Fatalf("call %d gave %d", call, result)
	}
	return result & 3
}

// taken takes what JavaScript is told.
func taken(t *testing.T) []byte {
	t.Helper()
	waits := len(out.told)
	size := doorTold()
	if int(size) != waits || size > 0 && doorTake() != address(out.taken) {
		t.Fatalf("what is told has %d bytes, and JavaScript gets %d at %#x instead of %#x", waits, size, doorTake(), address(out.taken))
	}
	told := bytes.Clone(out.taken[:size])
	if doorTold() != 0 {
		t.Fatal("something is told again")
	}
	return told
}

// entersAs has the functions of the door tested without a host of another test.
func entersAs(t *testing.T) *[]string {
	t.Helper()
	before := enter
	t.Cleanup(func() { enter = before })
	taken(t)
	mustResume, entered = false, 0
	texts := new([]string)
	enter = func(r *Reader, _ Moment) bool {
		for r.Left() {
			*texts = append(*texts, r.Text())
		}
		return false
	}
	return texts
}

func TestWhatEntersIsReadWhole(t *testing.T) {
	const head = 5 // of a text
	texts := entersAs(t)
	for _, size := range []int{0, 1, len(in) - head, len(in) - head + 1, 1 << 20, 3} {
		*texts = nil
		text := strings.Repeat("x", size)
		if result := goesIn(t, appendText(nil, text)); result != 0 {
			t.Errorf("a text of %d bytes gave %d", size, result)
		}
		if len(*texts) != 1 || (*texts)[0] != text {
			t.Errorf("a text of %d bytes was read as %d texts", size, len(*texts))
		}
		if large != nil {
			t.Errorf("the place of %d bytes is kept", len(large))
		}
	}
}

// How much room a text needs JavaScript knows when it is written: it asks for the most.
func TestWhatNeedsLessThanItsRoomIsReadWhereItWasWritten(t *testing.T) {
	texts := entersAs(t)
	goesIn(t, appendText(nil, "before"))
	text := strings.Repeat("x", 30_000)
	row := appendText(nil, text)
	doorIn(100_000)
	copy(large, row)
	doorEnter(uint32(len(row)), 0, 0, 0)
	if got := (*texts)[len(*texts)-1]; got != text {
		t.Errorf("a text of %d bytes was read as one of %d", len(text), len(got))
	}
}

// What JavaScript has asked for and not filled, since what it was about to write could not
// be written, is not read as the next input.
func TestAPlaceThatWasNotFilledIsForgotten(t *testing.T) {
	texts := entersAs(t)
	doorIn(uint32(len(in)) + 1)
	goesIn(t, appendText(nil, "next"))
	if fmt.Sprint(*texts) != "[next]" {
		t.Errorf("Go read %q", *texts)
	}
}

func TestJavaScriptLearnsTheAnswerAndWhetherGoroutinesWait(t *testing.T) {
	entersAs(t)
	for _, c := range []struct {
		do   func()
		give bool
		want uint32
	}{{func() {}, false, 0}, {Wake, false, 1}, {func() {}, true, 2}, {Wake, true, 3}, {func() {}, false, 0}} {
		enter = func(*Reader, Moment) bool {
			c.do()
			return c.give
		}
		if got := goesIn(t, nil); got != c.want {
			t.Errorf("the result is %d, want %d", got, c.want)
		}
	}
}

func TestTheClocksOfThePageEnter(t *testing.T) {
	entersAs(t)
	var got Moment
	enter = func(_ *Reader, at Moment) bool {
		got = at
		return false
	}
	defer func(before float64) { start = before }(start)
	start = 100.5
	doorIn(0)
	doorEnter(0, 0, 350.75, 1.7e12)
	if want := (Moment{Mono: 250250 * time.Microsecond, Wall: 1_700_000_000 * time.Second}); got != want {
		t.Errorf("the moment is %v, want %v", got, want)
	}
}

func TestGoroutinesGetATurnNowAndThenInAnyCase(t *testing.T) {
	entersAs(t)
	turns := 0
	for range 10 * turnEvery {
		turns += int(goesIn(t, nil))
	}
	if turns != 10 {
		t.Errorf("%d turns", turns)
	}
}

func TestAWokenGoroutineRunsOnceJavaScriptLetsItRun(t *testing.T) {
	entersAs(t)
	ran := make(chan bool, 1)
	enter = func(*Reader, Moment) bool {
		Wake()
		go func() { ran <- true }()
		return false
	}
	if got := goesIn(t, nil); got != 1 {
		t.Errorf("the result is %d", got)
	}
	<-ran
}

func TestALargeBufferIsNotKept(t *testing.T) {
	entersAs(t)
	h := &Host{}
	h.Tell(FirstWord, strings.Repeat("x", keptOut))
	if told := taken(t); len(told) < keptOut {
		t.Errorf("only %d bytes were told", len(told))
	}
	for range 2 {
		h.Tell(FirstWord, "afterwards")
		if want := appendText([]byte{byte(FirstWord), 1}, "afterwards"); !bytes.Equal(taken(t), want) {
			t.Error("what is told after that is not whole")
		}
	}
	if cap(out.told) > keptOut || cap(out.taken) > keptOut {
		t.Errorf("buffers of %d and %d bytes are kept", cap(out.told), cap(out.taken))
	}
}

func TestWhatIsToldMeanwhileDoesNotDisturbWhatIsRead(t *testing.T) {
	entersAs(t)
	h := &Host{}
	for i := range 5 {
		h.TellNumbers(FirstWord, i)
		size := doorTold()
		h.TellNumbers(FirstWord, 100)
		if want := appendNumber([]byte{byte(FirstWord), 1}, float64(i)); !bytes.Equal(out.taken[:size], want) {
			t.Fatalf("JavaScript reads %x, want %x", out.taken[:size], want)
		}
		taken(t)
	}
}

// A goroutine that is in the middle of telling may lose its turn, where it allocates.
func TestOneGoroutineTellsAtATime(t *testing.T) {
	entersAs(t)
	h := &Host{}
	for what, do := range map[string]func(){
		"Tell":        func() { h.Tell(FirstWord, 1) },
		"TellNumbers": func() { h.TellNumbers(FirstWord, 1) },
		"doorTold":    func() { doorTold() },
	} {
		isDone := false
		done := make(chan bool)
		out.Lock()
		go func() {
			do()
			isDone = true
			close(done)
		}()
		for range 10 {
			runtime.Gosched()
		}
		if isDone {
			t.Errorf("%s did not wait", what)
		}
		out.Unlock()
		<-done
	}
}

// The buffer grows while they tell, and memory is collected.
func TestWhatGoroutinesTellStaysWhole(t *testing.T) {
	entersAs(t)
	defer debug.SetGCPercent(debug.SetGCPercent(1))
	h := &Host{}
	const tellers, each = 8, 50
	var all sync.WaitGroup
	for teller := range tellers {
		all.Go(func() {
			text := strings.Repeat(fmt.Sprint(teller), 2000)
			for i := range each {
				h.Tell(FirstWord, teller, i, text, map[string]any{"list": []any{text, text}}, text)
				h.TellNumbers(FirstWord+1, teller, i)
				if i%7 == teller%7 {
					runtime.Gosched()
				}
			}
		})
	}
	all.Wait()
	seen := make([]int, tellers) // how many messages of each have come
	for r := NewReader(taken(t)); r.Left(); {
		word, count := Word(r.data[0]), r.data[1]
		r.data = r.data[2:]
		teller, i := r.Int(), r.Int()
		isSecond := word == FirstWord+1
		want := 5
		if isSecond {
			want = 2
		}
		if teller < 0 || teller >= tellers || i != seen[teller]/2 || isSecond != (seen[teller]%2 == 1) || int(count) != want {
			t.Fatalf("teller %d has told %d with the word %d and %d values, after the messages %v", teller, i, word, count, seen)
		}
		seen[teller]++
		if isSecond {
			continue
		}
		text := strings.Repeat(fmt.Sprint(teller), 2000)
		if got := []any{readAny(r), readAny(r), readAny(r)}; !reflect.DeepEqual(got, []any{text, map[string]any{"list": []any{text, text}}, text}) {
			t.Fatalf("message %d of teller %d has other values", i, teller)
		}
	}
	for teller, n := range seen {
		if n != 2*each {
			t.Errorf("of teller %d %d messages have come", teller, n)
		}
	}
}
