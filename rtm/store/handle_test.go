package store_test

import (
	"errors"
	"slices"
	"testing"

	"rtmwasm/rtm/store"
)

func TestHandlersBelongToTheStoreAndReplaceItsOwn(t *testing.T) {
	s, other := run(t), run(t)
	var got []string
	handler := func(userID, teamID string, of *store.Store, message []byte) error {
		got = append(got, userID+teamID+string(message))
		return of.ChannelByID("C1").AddMessage(message) // it may use the store
	}
	s.RegisterMessageHandler("message", handler)
	s.RegisterMessageHandler("message::me_message", handler)
	plain := `{"type":"message","channel":"C2","ts":"1.1","text":"plain"}`
	me := `{"type":"message","subtype":"me_message","channel":"C2","ts":"1.2","text":"me"}`
	for _, event := range []string{plain, me} {
		s.hears(event)
		other.hears(event)
	}
	if !slices.Equal(got, []string{"U1T1" + plain, "U1T1" + me}) {
		t.Errorf("the handler got %q", got)
	}
	s.reads(s.ChannelByID("C1"), "plain me")
	s.reads(s.ChannelByID("C2"), "")
	other.reads(other.ChannelByID("C2"), "plain me")

	s.RegisterMessageHandler("message", nil)
	s.hears(plain)
	s.reads(s.ChannelByID("C2"), "plain")

	s.RegisterMessageHandler("message::rtm_client_add_message", handler)
	s.hears(`{"type":"message","subtype":"bot_message","channel":"C2","ts":"1.3","text":"bot"}`)
	s.reads(s.ChannelByID("C1"), "plain me bot")
}

func TestAHandlerThatFailsOrPanicsIsToldOf(t *testing.T) {
	s := run(t)
	cause := errors.New("the cause")
	for name, handler := range map[string]store.Handler{
		"the cause": func(string, string, *store.Store, []byte) error { return cause },
		"thrown":    func(string, string, *store.Store, []byte) error { panic("thrown") },
		"nil":       func(string, string, *store.Store, []byte) error { var u *store.User; u.Name(); return nil },
		"panicked":  func(string, string, *store.Store, []byte) error { panic(7) },
	} {
		s.RegisterMessageHandler("hello", handler)
		s.refuses(`{"type":"hello"}`, "hello", name)
	}
	s.RegisterMessageHandler("hello", func(string, string, *store.Store, []byte) error { return cause })
	if err := s.handle(`{"type":"hello"}`); !errors.Is(err, cause) {
		t.Errorf("%v does not wrap the cause", err)
	}
}
