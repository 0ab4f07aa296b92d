// Package members decides who shares a session of package core. A member is a client in a
// tab, say; the session has one machine, and one socket. Like the machine it does nothing
// by itself: what a member wants, what becomes of it, and what the machine says go in
// ([Session.Step]), effects come out, and a driver carries them out.
//
// The session begins with the first member that wants it, and ends with the last that wants
// it no more. A member that comes later hears how the session got where it is, in the order
// of the first. What binds the session, such as a wait that Slack asks for, is the
// machine's, and so binds it whichever member asks.
//
// # Where to find what
//
//   - input.go, effect.go: all that goes in, and all that comes out
//   - session.go: a step, and what it works on
//   - want.go: who wants the session, and when it begins and ends
//   - hear.go: who hears it, how it was entered, what a member has missed
//   - send.go: the calls that the machine has, whose they are, and the ids of frames
//   - presence.go: whose presence the members follow together
//
// # Invariants
//
// Of each, the test that holds it (schedules drawn at random, with the core's own machine):
//
//   - The machine wants a session as long as a member does, and no longer (TestSchedules).
//   - Each call settles once, at the latest when its member leaves (TestSchedules).
//   - A member hears the states in an order that the machine's table has (TestSchedules).
//   - Each event reaches a member that wants the session, or lies in a gap of that member's
//     (TestSchedules).
//   - The machine follows the union of what the members ask for (TestSchedules).
//   - Word of an earlier wish changes nothing (TestWordOfAnEarlierWishIsIgnored).
package members
