package store

import (
	"context"
	"errors"
	"time"

	"rtmwasm/rtm"
)

// Call calls a method of Slack's Web API, and gives its answer or an error, a
// *rtm.Error where Slack refuses. rtm.Client's CallMethod is one. Load calls it
// from its own goroutine, one call at a time.
type Call func(ctx context.Context, method string, fields map[string]string) ([]byte, error)

// Progress is how far a Load is.
type Progress struct {
	What  string // "users" or "conversations"
	Count int    // of those that were taken in so far
	Done  bool   // whether that is all of them
}

const (
	pageSize = "999" // conversations.list wants less than 1000
	// restWithoutHint is how long to wait when Slack asks for a rest and does
	// not say how long.
	restWithoutHint = 5 * time.Second
)

// A listing is a method that lists something in pages.
type listing struct {
	method, what, member string
	types                string
	take                 func(s *Store, o object, id string) error
}

var listings = []listing{
	{"users.list", "users", "members", "", (*Store).loadUser},
	{"conversations.list", "conversations", "channels", "public_channel,private_channel,mpim,im", (*Store).loadConversation},
}

// Load fills the store with all users and conversations, page by page: for
// rtm.connect, which lists none. What is there already is updated; nothing is
// removed, and what events change meanwhile stands. progress, which may be nil,
// is told after each page. When Slack asks for a rest, Load waits and goes on.
//
// It returns once all is loaded; else with the error of a call, after which
// what was loaded stays. Entries that could not be taken are left out, and told
// of by an error in the end. One Load may run at a time.
func (s *Store) Load(ctx context.Context, call Call, progress func(Progress)) error {
	if !s.beginLoad() {
		return at("Load", bad("another Load is under way"))
	}
	defer s.endLoad()
	var faults faults
	for _, l := range listings {
		if err := s.walk(ctx, l, call, progress, &faults); err != nil {
			return err
		}
	}
	return faults.err("Load")
}

// walk goes through the pages of one list.
func (s *Store) walk(ctx context.Context, l listing, call Call, progress func(Progress), faults *faults) error {
	fields := map[string]string{"limit": pageSize}
	if l.types != "" {
		fields["types"] = l.types
	}
	seen := map[string]bool{}
	for count := 0; ; {
		s.watch()
		answer, err := patiently(ctx, l.method, fields, call)
		if err != nil {
			return err
		}
		n, cursor, err := s.takePage(l, answer, faults)
		if err != nil {
			return at(l.method, err)
		}
		count += n
		if progress != nil {
			progress(Progress{l.what, count, cursor == ""})
		}
		if cursor == "" {
			return nil
		}
		if seen[cursor] {
			return at(l.method, bad("the pages go round in circles: the cursor "+short(cursor)+" came twice"))
		}
		seen[cursor] = true
		next := map[string]string{"cursor": cursor}
		for name, value := range fields {
			if name != "cursor" {
				next[name] = value
			}
		}
		fields = next
	}
}

// patiently makes a call, again and again as long as Slack asks to wait.
func patiently(ctx context.Context, method string, fields map[string]string, call Call) ([]byte, error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		answer, err := call(ctx, method, fields)
		var e *rtm.Error
		if !errors.As(err, &e) || e.Code != rtm.CodeRateLimited && e.Name != "ratelimited" {
			return answer, err
		}
		wait := e.RetryAfter
		if wait <= 0 {
			wait = restWithoutHint
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return nil, ctx.Err()
		}
	}
}

// takePage takes in a page, and gives how many entries it had and where the
// next one begins.
func (s *Store) takePage(l listing, answer []byte, faults *faults) (int, string, error) {
	o, err := readObject(answer)
	if err != nil {
		return 0, "", err
	}
	values, ok := o.list(l.member)
	if !ok {
		return 0, "", bad("the answer has no " + l.member + ": " + short(string(answer)))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	since := s.changes
	s.changes.end() // what Load does itself is no change
	count := 0
	for _, value := range values {
		o, id, err := readModel(value)
		if err == nil {
			if o, ok = since.over(id, o); !ok {
				continue
			}
			err = l.take(s, o, id)
		}
		if err != nil {
			faults.add(err)
			continue
		}
		count++
	}
	return count, o.object("response_metadata").text("next_cursor"), nil
}

func (s *Store) loadUser(o object, id string) error {
	s.put(&s.users, o, id, upsert)
	return nil
}

// loadConversation goes by what a conversation says that it is, also if it was
// something else before: channels become private.
func (s *Store) loadConversation(o object, id string) error {
	k, ok := kindOf(o, id)
	if !ok {
		return bad("there is no kind of conversation whose id is like " + short(id))
	}
	s.place(o, o, id, k, upsert)
	return nil
}

func (s *Store) beginLoad() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.loading {
		return false
	}
	s.loading = true
	return true
}

func (s *Store) endLoad() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.loading = false
	s.changes.end()
}

// watch notes what changes from now on.
func (s *Store) watch() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changes.begin()
}
