// Package core is Slack's RTM protocol, and its Socket Mode, as a state machine that does
// nothing by itself.
// An input goes in with the time ([Machine.Step]), effects come out, and a driver
// carries them out: package rtm with goroutines, package wasm in a page. The cores of
// etcd's raft and of quinn-proto are made in this way; it lets a test play any schedule,
// and a recording ([Recorder]) be replayed.
//
//	m, err := core.New(core.Config{Seed: seed}, now)
//	for _, effect := range m.Step(now, core.Start{Call: 1}) { ... } // StateChanged, Connect
//	mono, ok := m.Deadline()                                       // when to step a Tick
//
// # Where to find what
//
//   - input.go, effect.go: all that goes in, and all that comes out
//   - state.go: the table of states; machine.go: a step
//   - start.go, stop.go, cancel.go, page.go: what the caller wants
//   - attempt.go, offer.go, refusal.go: how a session is got
//   - retry.go, retryafter.go, limit.go: when the next attempt may begin
//   - receive.go, reply.go, dedup.go: what becomes of a frame that comes in
//   - send.go, queue.go, pace.go, write.go, pending.go: what becomes of one that goes out
//   - handover.go, keepalive.go, socket.go: the sockets
//   - dialect.go: what RTM and Socket Mode have apart; rtm.go; socketmode.go, envelope.go, post.go
//   - gap.go, backfill.go: what is missed
//   - time.go, deadline.go: the clock, and what it judges
//   - members.go: what is read of a frame; answer.go, secure.go: of Slack's answers and of
//     addresses
//   - recording.go, encode.go, secrets.go: the flight recorder; replay.go, decode.go: what
//     it has recorded
//
// # Invariants
//
// Of each, the test that holds it:
//
//   - The same inputs give the same effects, byte for byte
//     (TestOneScheduleGivesTheSameEffectsTwice); nothing else is read
//     (./build.sh test imports).
//   - The state moves as its table says (TestModel, FuzzInputs).
//   - Each call settles once, at the latest with a Stop (TestModel).
//   - What may have arrived is never sent again; what is said to have arrived has, and
//     what is said not to have arrived has not (TestModel).
//   - Ordinary frames are written in the order of their calls; one that comes back takes
//     its old place (TestModel).
//   - An event is delivered once, in the order of its socket, or lies in a Gap (TestModel).
//     In Socket Mode what was not acknowledged comes later; it is acknowledged in time, and
//     there are never more than two sockets (TestModel), nor none (TestAThousandRotations).
//   - Once all is well again, the machine is where the caller wants it, within five minutes
//     (TestModel).
//   - No call for a session comes before Slack allows one (TestModel).
//   - No wait is judged before what has come in was read, whatever the clocks do
//     (TestModel).
//   - A socket is closed once, and nothing is written to it after that, nor before the
//     write before it has ended (TestModel, FuzzInputs).
//   - A frame that is held back is delivered or discarded (TestModel).
//   - A machine at rest has no deadline (TestASessionBegins), and no deadline stays where
//     it is (TestModel).
//   - A recording has no secret (TestARecordingHasNoSecrets), and its replay takes the way
//     that the machine took (TestAReplayTakesTheSameWay).
//   - No input makes it panic (FuzzInputs).
package core
