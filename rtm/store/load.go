package store

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"rtmwasm/rtm/core"
)

// Call calls a method of Slack's Web API, and gives its answer or an error, a
// *core.Error where Slack refuses. rtm.Client's Call is one. Load calls it
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
// removed. progress, which may be nil, is told after each page. When Slack asks
// for a rest, Load waits and goes on.
//
// What events change meanwhile stands, also of what Load brings only later. For
// that 8 MB of events are kept, and an error in the end tells if more came in.
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
	faults.add(s.overflow())
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
		session := s.currentSession()
		answer, err := patiently(ctx, l.method, fields, call)
		if err != nil {
			return err
		}
		n, cursor, err := s.takePage(l, answer, session, faults)
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
		var e *core.Error
		if !errors.As(err, &e) || e.Code != core.CodeRateLimited && e.Name != "ratelimited" {
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

// takePage takes in a page that was asked for in a session, and gives how many
// entries were taken and where the next page begins.
func (s *Store) takePage(l listing, answer []byte, session int, faults *faults) (int, string, error) {
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
	count := 0
	for _, value := range values {
		o, id, err := readModel(value)
		taken := false
		if err == nil {
			taken, err = s.takeOld(l, o, id, session)
		}
		faults.add(err)
		if taken {
			count++
		}
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
	news, c := o, s.conversation(id)
	if c != nil {
		k = c.kindAfter(o)
	}
	if c != nil && s.changes.of[id] != nil {
		// The messages that came in are counted already.
		news = slices.DeleteFunc(slices.Clone(o), func(m member) bool { return strings.HasPrefix(m.key, "unread_count") })
	}
	s.place(o, news, id, k, upsert)
	return nil
}

func (s *Store) beginLoad() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changes.of != nil {
		return false
	}
	s.changes.begin()
	return true
}

func (s *Store) endLoad() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changes.end()
}

func (s *Store) currentSession() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.changes.session
}

// overflow is an error if more changed than Load could keep.
func (s *Store) overflow() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.changes.lost == 0 {
		return nil
	}
	return bad(number(s.changes.lost) + " changes came in beyond the " + number(maxChanges>>20) + " MB that are kept: older pages may have undone them, so load again")
}
