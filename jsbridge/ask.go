//go:build js && wasm

package jsbridge

import (
	"context"
	"sync"
)

// questions are those that wait for JavaScript's answer. There is one thread, but
// whatever allocates may let another goroutine run.
type questions struct {
	mu       sync.Mutex
	newest   int
	answered map[int]chan answer
}

// add gives a new question its number.
func (q *questions) add() (number int, answered chan answer) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.newest++
	answered = make(chan answer, 1)
	q.answered[q.newest] = answered
	return q.newest, answered
}

// take removes a question, and gives where its answer goes; nil if it was removed before.
func (q *questions) take(number int) chan answer {
	q.mu.Lock()
	defer q.mu.Unlock()
	answered := q.answered[number]
	delete(q.answered, number)
	return answered
}

type answer struct {
	value Value
	err   error
}

// Ask asks JavaScript for something that takes time, and waits for the answer.
// If ctx ends first, JavaScript is told that it is no longer wanted.
func (h *Host) Ask(ctx context.Context, name string, args ...any) (Value, error) {
	question, answered := h.questions.add()
	defer h.questions.take(question)
	h.Tell(ask, append([]any{question, name}, args...)...)
	select {
	case a := <-answered:
		return a.value, a.err
	case <-ctx.Done():
		h.Tell(cancel, question) // an answer that still comes finds no question
		return Value{}, context.Cause(ctx)
	}
}

// answer takes an answer from JavaScript.
func (h *Host) answer(question int, args Args) {
	answered := h.questions.take(question)
	if answered == nil {
		return
	}
	a := answer{value: args.At(0)}
	if fault := args.At(1); !fault.Missing() {
		a.err = ErrorOf(fault)
	}
	answered <- a
}

// An Error is what a JavaScript function threw or rejected with.
type Error struct {
	Name    string // "TypeError", for instance
	Message string
	Origin  int   // by which JavaScript knows what was thrown; 0 if it does not
	Object  Value // as JavaScript has made it, with these and what else it has said
}

// ErrorOf makes an Error of what JavaScript tells of something that was thrown.
func ErrorOf(told Value) *Error {
	return &Error{told.Get("name").String(), told.Get("message").String(), told.Get("origin").Int(), told}
}

func (e *Error) Error() string {
	if e.Name == "" {
		return e.Message
	}
	return e.Name + ": " + e.Message
}
