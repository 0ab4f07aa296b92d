package store

import (
	"slices"
	"time"
)

// typingTime is how long someone counts as typing (v3: models/base-channel.js,
// USER_TYPING_TIMEOUT).
const typingTime = 5 * time.Second

// typing is who is typing, by when they began. There are no timers: whoever
// looks leaves out those whose time is over.
type typing []*typist

type typist struct {
	user  string
	until time.Time
}

// now is the time with the monotonic clock's reading, which counts when two are
// compared: who sets the wall clock ends nobody's typing, and prolongs none.
func now() time.Time { return time.Now() }

func (t *typing) start(user string, now time.Time) {
	t.expire(now)
	until := now.Add(typingTime)
	for _, one := range *t {
		if one.user == user {
			one.until = until
			return
		}
	}
	*t = append(*t, &typist{user, until})
}

func (t *typing) users(now time.Time) []string {
	t.expire(now)
	users := make([]string, len(*t))
	for i, one := range *t {
		users[i] = one.user
	}
	return users
}

func (t *typing) expire(now time.Time) {
	*t = slices.DeleteFunc(*t, func(one *typist) bool { return !now.Before(one.until) })
}

// StartedTyping notes that a user is typing: for five seconds, if it is not
// told again (v3: startedTyping).
func (c *Conversation) StartedTyping(user string) {
	c.store.mu.Lock()
	c.typing.start(user, now())
	c.store.mu.Unlock()
}

// TypingUsers are the ids of those who are typing (v3: getTypingUsers).
func (c *Conversation) TypingUsers() []string {
	c.store.mu.Lock()
	users := c.typing.users(now())
	c.store.mu.Unlock()
	return users
}
