package rtm_test

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"sync"

	"rtmwasm/rtm"
)

// A page stands between a client and its sockets as the page of wasm/ and
// web/src/socket.js does: it keeps the frames, tells of plain events by digests,
// and shows the Handler the frames that it is to have.
type page struct {
	mu   sync.Mutex
	kept map[int][][]byte // by the number of their socket
}

// asInAPage has a client configured as wasm/options.go does.
func asInAPage(config *rtm.Config) {
	p := &page{kept: map[int][][]byte{}}
	config.Inline = true
	config.Handler = p.shows(config.Handler)
	config.Dial = p.dials(config.Dial)
}

func (p *page) dials(dial rtm.Dialer) rtm.Dialer {
	return func(ctx context.Context, url string) (rtm.Socket, error) {
		socket, err := dial(ctx, url)
		if err != nil {
			return nil, err
		}
		return &pageSocket{socket, p, rtm.SocketNumber(ctx)}, nil
	}
}

func (p *page) shows(handler func(rtm.Event)) func(rtm.Event) {
	return func(e rtm.Event) {
		row, ok := e.(rtm.Frames)
		if !ok {
			handler(e)
			return
		}
		for i, frame := range p.frames(row.Socket, row.From, row.To) {
			var event struct{ Type, Subtype string }
			_ = json.Unmarshal(frame, &event) // it was read before
			handler(rtm.Frame{Type: event.Type, Subtype: event.Subtype, JSON: frame, Socket: row.Socket, Index: row.From + i})
		}
	}
}

func (p *page) frames(socket, from, to int) [][]byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.kept[socket][from:to])
}

// pageSocket is a Keeper.
type pageSocket struct {
	rtm.Socket
	page   *page
	number int
}

func (s *pageSocket) Kept(from, to int) []byte {
	return bytes.Join(s.page.frames(s.number, from, to), []byte{rtm.FrameSeparator})
}

func (s *pageSocket) Read() ([]byte, error) {
	data, err := s.Socket.Read()
	if err != nil {
		return data, err
	}
	s.page.mu.Lock()
	defer s.page.mu.Unlock()
	var batch [][]byte
	row, newest := 0, ""
	endRow := func() {
		if row > 0 {
			batch = append(batch, []byte("="+strconv.Itoa(row)+" "+newest))
		}
		row, newest = 0, ""
	}
	for frame := range bytes.SplitSeq(data, []byte{rtm.FrameSeparator}) {
		if bytes.HasPrefix(frame, []byte{'='}) {
			continue // the page drops what is no JSON, and this would pose as a digest
		}
		s.page.kept[s.number] = append(s.page.kept[s.number], frame)
		if when, ok := plain(frame); ok {
			row++
			newest = max(newest, when)
		} else {
			endRow()
			batch = append(batch, frame)
		}
	}
	endRow()
	return bytes.Join(batch, []byte{rtm.FrameSeparator}), nil
}

// plain reports whether a frame is an event and nothing else, and gives its
// timestamp.
func plain(frame []byte) (when string, ok bool) {
	var event struct {
		Type    string
		ReplyTo *int   `json:"reply_to"`
		TS      string `json:"ts"`
		EventTS string `json:"event_ts"`
	}
	if json.Unmarshal(frame, &event) != nil || event.Type == "" || event.ReplyTo != nil {
		return "", false
	}
	switch event.Type {
	case "hello", "goodbye", "reconnect_url", "error", "team_migration_started":
		return "", false
	}
	if event.EventTS != "" {
		return event.EventTS, true
	}
	return event.TS, true
}
