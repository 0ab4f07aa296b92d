package rtm

// A function of the caller's may end its goroutine with runtime.Goexit, as
// t.FailNow does. It must not end the loop with it, nor leave a wait without an
// end: so the loop runs it in a goroutine of its own (aside), and what runs in
// one already reports in a deferred call that it has ended (errEnded).

// aside runs f and waits for it, in another goroutine if f may end the one that
// it runs in. In a page f is the page's own and does not, and a change between
// goroutines costs as much as f does.
func aside(f func()) {
	if inPage {
		f()
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	<-done
}

// errEnded is what a function comes to that has ended its goroutine.
func errEnded(name string) error {
	return failf(CodeRequest, nil, name, " ended its goroutine (runtime.Goexit) before it returned")
}
