package store

import "strconv"

// An Error says what the store could not take, and where.
type Error struct {
	Where   string // the event, or the method in the words of this package
	What    string // is wrong
	Unknown string // the id that the store does not know, if that is all that is wrong; else empty
	Err     error  // the cause, or nil
}

func (e *Error) Error() string { return "data store: " + e.Where + ": " + e.What }
func (e *Error) Unwrap() error { return e.Err }

func bad(what string) error { return &Error{What: what} }

func unknown(kind, id string) error {
	return &Error{What: "there is no " + kind + " " + short(id), Unknown: id}
}

// at says where an error of bad or unknown happened.
func at(where string, err error) error {
	if e, ok := err.(*Error); ok && e.Where == "" {
		e.Where = where
	}
	return err
}

// short is text fit for a line of a log.
func short(text string) string {
	const most = 60
	if len(text) > most {
		text = text[:most] + "..."
	}
	return strconv.Quote(text)
}

// faults gathers what is wrong with the entries of a list: the sound ones are
// taken all the same. It keeps the first only, since there may be thousands.
type faults struct {
	first error
	count int
}

func (f *faults) add(err error) {
	if err == nil {
		return
	}
	if f.count == 0 {
		f.first = err
	}
	f.count++
}

func (f *faults) err(where string) error {
	if f.count == 0 {
		return nil
	}
	what := f.first.Error()
	e, ok := f.first.(*Error)
	if ok {
		what = e.What
	} else {
		e = &Error{Err: f.first}
	}
	if f.count > 1 {
		what += " (and " + strconv.Itoa(f.count-1) + " more faults)"
	}
	return &Error{Where: where, What: what, Unknown: e.Unknown, Err: e.Err}
}
