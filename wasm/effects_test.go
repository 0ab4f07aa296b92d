//go:build js && wasm

package main

import (
	"errors"
	"strings"
	"testing"
	"time"

	"rtmwasm/rtm/core"
	"rtmwasm/rtm/transport"
)

// A stepped client is one whose machine is not asked: the effects are given.
type stepped struct {
	*page
	client *client
}

func newStepped(t *testing.T) stepped {
	p := newPage(t)
	return stepped{p, &client{number: 9, host: p.engine.host, held: map[core.FrameID]bool{}, sockets: map[core.Conn]transport.Socket{}}}
}

// step does what a step of the machine does, with these effects.
func (s stepped) step(in core.Input, effects ...core.Effect) {
	with := input{Input: in, frames: [][]byte{[]byte(`{"type":"first"}`), []byte(`{"type":"second"}`)}}
	if f, isFrame := in.(core.Received); isFrame {
		with.frame = &f
	}
	s.client.note(&with)
	for _, e := range effects {
		s.client.carryOut(e, &with)
	}
	s.client.forgetFrame(&with)
	s.client.letGo()
}

// frame is the name of a frame of socket 1, and received the input that brings it.
func frame(index int) core.FrameID { return core.FrameID{Conn: 1, Index: index} }

func received(index int) core.Received { return core.Received{Conn: 1, Index: index} }

func reply(call, index int) core.Settle {
	return core.Settle{Call: core.Call(call), Reply: &core.Reply{ID: 12, Frame: frame(index)}}
}

func TestAFrameIsDeliveredOrDiscarded(t *testing.T) {
	s := newStepped(t)
	s.step(received(0), &core.Deliver{Frame: frame(0)})
	s.wasTold(`deliver 9 1 0 0 0`)
	s.step(received(1), &core.Deliver{Frame: frame(1), As: core.Replayed})
	s.wasTold(`deliver 9 1 1 1 0`)
	s.step(received(2)) // which is no event
	s.wasTold(`discard 9 1 2`)
	s.step(core.Tick{}) // which has none
	s.wasTold()
}

// The frame is told of twice, and forgotten after that.
func TestAnAnswerIsDeliveredAndSettlesItsCall(t *testing.T) {
	s := newStepped(t)
	s.step(received(3), &core.Deliver{Frame: frame(3), As: core.Answer}, reply(4, 3))
	s.wasTold(`deliver 9 1 3 0 1`, `reply 4 9 1 3 0`, `discard 9 1 3`)
	s.step(received(4), &core.Deliver{Frame: frame(4), As: core.Answer}, core.Settle{
		Call: 5, Err: &core.Error{Code: core.CodeSendRefused, Message: "refused"}, Reason: frame(4),
	})
	s.wasTold(`deliver 9 1 4 0 1`, `refused 5 {"code":"slackclient_rtmclient_send_message_platform_error","message":"refused"} 9 1 4`, `discard 9 1 4`)
	s.step(received(5), &core.Deliver{Frame: frame(5), As: core.Answer}) // of nobody's call
	s.wasTold(`deliver 9 1 5 0 1`, `discard 9 1 5`)
}

func TestAFrameIsHeldBack(t *testing.T) {
	s := newStepped(t)
	s.step(received(0), core.Hold{Frame: frame(0)})
	s.step(received(1), core.Hold{Frame: frame(1)})
	s.step(received(2), core.Hold{Frame: frame(2)})
	s.wasTold()
	s.step(core.Filled{}, &core.Deliver{Frame: frame(0)}, core.Discard{Frame: frame(1)}, &core.Deliver{Frame: frame(2), As: core.Replayed})
	s.wasTold(`deliver 9 1 0 0 0`, `discard 9 1 1`, `deliver 9 1 2 1 0`)
	if len(s.client.held) != 0 {
		t.Errorf("%v are held back yet", s.client.held)
	}
}

// Those settle their calls in their own step, so each is forgotten as it is delivered.
func TestAnswersAreHeldBack(t *testing.T) {
	s := newStepped(t)
	s.step(received(0), core.Hold{Frame: frame(0)}, reply(3, 0))
	s.step(received(1), core.Hold{Frame: frame(1)}, reply(4, 1))
	s.wasTold(`reply 3 9 1 0 0`, `reply 4 9 1 1 0`)
	s.step(core.Filled{}, &core.Deliver{Frame: frame(0), As: core.Answer}, &core.Deliver{Frame: frame(1), As: core.Answer})
	s.wasTold(`deliver 9 1 0 0 0`, `deliver 9 1 1 0 0`)
}

// A step that is about one frame may deliver others.
func TestAFrameIsForgottenThoughOthersAreDelivered(t *testing.T) {
	s := newStepped(t)
	s.step(received(0), core.Hold{Frame: frame(0)})
	s.step(received(1), &core.Deliver{Frame: frame(0)})
	s.wasTold(`deliver 9 1 0 0 0`, `discard 9 1 1`)
	s.step(received(2), core.Hold{Frame: frame(2)}, reply(3, 2), &core.Deliver{Frame: frame(2), As: core.Answer})
	s.wasTold(`reply 3 9 1 2 0`, `deliver 9 1 2 0 1`, `discard 9 1 2`)
}

func TestWhatABackfillBringsIsDeliveredAsText(t *testing.T) {
	s := newStepped(t)
	s.step(core.Filled{}, &core.Deliver{Frame: core.FrameID{Index: 1}}, &core.Deliver{Frame: core.FrameID{Index: 0}, As: core.Replayed})
	s.wasTold(`item 9 "backfilled" "{\"type\":\"second\"}" false`, `item 9 "backfilled" "{\"type\":\"first\"}" true`)
}

func TestACallIsSettled(t *testing.T) {
	s := newStepped(t)
	s.step(core.Tick{},
		core.Settle{Call: 1, Session: &core.Session{JSON: []byte(`{"ok":true}`)}},
		core.Settle{Call: 2, Reply: &core.Reply{ID: 12}},
		core.Settle{Call: 3, Err: &core.Error{Code: core.CodeAbort, Message: "given up"}},
		core.Settle{Call: 4},
		core.Settle{}, // nobody waits
	)
	s.wasTold(`settle 1 "{\"ok\":true}" null`, `settle 2 12 null`, `settle 3 null {"code":"slackclient_abort_error","message":"given up"}`, `settle 4 null null`)
}

func TestASocketIsLetGoOnceNothingOfItIsHeldBack(t *testing.T) {
	s := newStepped(t)
	s.step(received(0), core.Hold{Frame: frame(0)})
	s.step(received(1), core.Hold{Frame: frame(1)})
	s.step(core.Closed{Conn: 1})
	s.wasTold()
	s.step(core.Filled{}, &core.Deliver{Frame: frame(0)}, core.Discard{Frame: frame(1)})
	s.wasTold(`deliver 9 1 0 0 0`, `discard 9 1 1`, `letGo 9 1`)
	s.step(core.Opened{Conn: 2, Err: &transport.CloseError{Code: 1006}})
	s.wasTold(`letGo 9 2`)
	s.step(core.Tick{})
	s.wasTold()
}

func TestEventsAreItems(t *testing.T) {
	s := newStepped(t)
	lost := &core.Error{Code: core.CodeWebSocket, Message: "lost", Err: &transport.CloseError{Code: 1001, Reason: "away"}}
	const lostObject = `{"cause":{"message":"the WebSocket was closed with code 1001: away"},"code":"slackclient_rtmclient_websocket_error","message":"lost"}`
	session := &core.Session{UserID: "U1", TeamID: "T1", JSON: []byte(`{"ok":true}`)}
	for _, c := range []struct {
		effect core.Effect
		want   []string
	}{
		{core.Compare{On: true}, []string{`compare 9 true`}},
		{core.Compare{}, []string{`compare 9 false`}},
		{core.ConnectFailed{Err: errors.New("no")}, []string{`item 9 "event" "unable_to_rtm_start" {"message":"no"}`}},
		{core.SocketFailed{Err: lost}, []string{`item 9 "event" "error" ` + lostObject}},
		{core.Gap{From: "1.5", To: "2.5", Cause: lost, Recovered: true}, []string{`item 9 "gap" "1.5" "2.5" ` + lostObject + ` true`}},
		{core.Gap{To: "2.5"}, []string{`item 9 "gap" "" "2.5" null false`}},
		{core.Latency{RoundTrip: 1500 * time.Microsecond}, []string{`item 9 "latency" 1.5`}},
		{core.StateChanged{State: core.Authenticated, Session: session}, []string{
			`item 9 "state" "authenticated" null "U1" "T1"`, `item 9 "json" "authenticated" "{\"ok\":true}"`, `item 9 "event" "ws_opening"`,
		}},
		{core.StateChanged{State: core.Ready, Session: session}, []string{
			`item 9 "state" "ready" null "U1" "T1"`, `item 9 "event" "ready"`, `item 9 "event" "open"`,
		}},
		{core.StateChanged{State: core.Reconnecting, Cause: lost}, []string{
			`item 9 "state" "reconnecting" ` + lostObject + ` "" ""`, `item 9 "event" "ws_close" 1001 "away"`, `item 9 "event" "reconnecting"`, `item 9 "event" "attempting_reconnect"`,
		}},
		{core.StateChanged{State: core.Disconnected, Cause: lost}, []string{
			`item 9 "state" "disconnected" ` + lostObject + ` "" ""`, `item 9 "event" "ws_close" 1001 "away"`, `item 9 "event" "disconnected" ` + lostObject,
		}},
		{core.StateChanged{State: core.Disconnected}, []string{`item 9 "state" "disconnected" null "" ""`, `item 9 "event" "disconnected"`}},
	} {
		s.step(core.Tick{}, c.effect)
		s.wasTold(c.want...)
	}
	s.step(core.Tick{}, core.Log{Level: core.LevelWarn, Text: "beware"})
	s.WasTold(`item 9 "log" "warn" "beware"`)
}

func TestErrorsCarryWhatIsKnown(t *testing.T) {
	p := newPage(t)
	p.engine.host.Settle(1, nil, &core.Error{
		Code: core.CodeSendRefused, Message: "refused", Delivered: core.DeliveredNo, MessageID: 4, Text: "hi",
		Status: 200, RetryAfter: 2500000000, Data: []byte(`{"ok":false}`), Err: &transport.CloseError{Code: 4001},
	})
	told := p.wasToldOne()
	for _, member := range []string{
		`"code":"slackclient_rtmclient_send_message_platform_error"`, `"message":"refused"`, `"delivered":"no"`, `"messageId":4`, `"text":"hi"`,
		`"statusCode":200`, `"retryAfter":2.5`, `"data":"{\"ok\":false}"`, `"cause":{"message":"the WebSocket was closed with code 4001"}`,
	} {
		if !strings.Contains(told, member) {
			t.Errorf("%s is missing in %s", member, told)
		}
	}
}
