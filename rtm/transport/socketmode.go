package transport

import (
	"context"
	"sync"

	"rtmwasm/rtm/core"
)

// A SocketMode asks for the sessions of Socket Mode: for a socket, and, since no answer there
// says it, who the bot is.
type SocketMode struct {
	API *WebAPI

	// Open asks for a socket, and gives an answer whose "ok" is true: see OpenWith.
	Open func(context.Context) ([]byte, error)

	mu    sync.Mutex
	token string // that the identity belongs to
	who   []byte // the answer to auth.test; nil before
}

// OpenWith asks Slack, with an app-level token.
func (w *WebAPI) OpenWith(appToken string) func(context.Context) ([]byte, error) {
	return func(ctx context.Context) ([]byte, error) { return w.Invoke(ctx, core.OpenMethod, appToken, nil) }
}

// Session asks for a session. The token, or else the API's own, is the bot's; without one
// nobody knows who the bot is.
func (s *SocketMode) Session(ctx context.Context, token string) (*core.Session, error) {
	who, err := s.identity(ctx, token)
	if err != nil {
		return nil, err
	}
	answer, err := s.Open(ctx) // last, since the address is soon out of date
	if err != nil {
		return nil, err
	}
	session, failed := core.ReadSession(core.OpenMethod, core.WithIdentity(answer, who))
	if failed != nil {
		return nil, failed
	}
	return session, nil
}

// identity asks who the bot is, once for each token.
func (s *SocketMode) identity(ctx context.Context, token string) ([]byte, error) {
	if token == "" && s.API.Token == "" && s.API.TokenSource == nil {
		return nil, nil
	}
	s.mu.Lock()
	who := s.who
	if s.token != token {
		who = nil
	}
	s.mu.Unlock()
	if who != nil {
		return who, nil
	}
	who, err := s.API.Invoke(ctx, "auth.test", token, nil)
	if err == nil {
		s.mu.Lock()
		s.token, s.who = token, who
		s.mu.Unlock()
	}
	return who, err
}
