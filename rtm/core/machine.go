package core

import "time"

// A Machine is one client of Slack's RTM protocol, without anything that runs. An
// input goes in with the time, effects come out, and nothing else happens. It is
// not safe for use by several goroutines.
type Machine struct {
	config Config
	clock  clock
	random random

	dialect  dialect   `rec:"-"` // follows from config
	recorder *Recorder `rec:"-"` // or nil

	effects    []Effect  `rec:"-"` // of the step under way
	deliveries []Deliver `rec:"-"` // among them
	next       instant   // the deadline that the driver was given; zero for none

	state      State
	want       want
	hadSession bool          // there was one from this address
	lastConn   Conn          // the number of the newest attempt
	attempt    *attempt      // under way, or nil
	current    *socket       // carries the session, from hello on; else nil
	draining   *draining     // the socket before it, while that is read to its end; or nil
	closing    map[Conn]bool // given up, but not closed yet
	closeBy    instant       // when Disconnecting stops waiting for them
	retry      retry         // when the next attempt begins
	limits     limits        `rec:"token"` // before when none may call
	offer      offer         // of a socket, by Slack or by Start
	queue      queue         // frames to be written
	pending    pending       // frames that wait for a reply
	pace       pace          // of messages
	presence   []byte        // the body of the last presence_sub, sent anew to each socket
	gap        gap           // since when the machine is deaf
	dedup      *dedup        // of two sockets, or nil
	backfill   *backfill     // under way, or nil
	recent     recent        // messages that were told, and that something else may bring again
	fills      int           // the number of the newest Fill
	envelopes  envelopes     // in Socket Mode
	parting    parting       // of the socket before it, in Socket Mode
	posting    int           // the id of the frame that is being posted; 0 for none
	posts      int           // the number of the newest Post
}

// New makes a machine. It fails with CodeInvalidArgument or CodeKeepAliveConfig if
// the configuration cannot work.
func New(config Config, at Time) (*Machine, error) {
	config, err := config.withDefaults()
	if err != nil {
		return nil, err
	}
	return &Machine{
		config:     config,
		dialect:    dialectOf(config),
		clock:      newClock(at),
		hadSession: config.HadSession,
		random:     random(config.Seed),
		state:      Disconnected,
		closing:    map[Conn]bool{},
		retry:      retry{policy: config.Retry},
		limits:     limits{},
		queue:      newQueue(config.QueueLimit),
		pending:    newPending(),
		pace:       pace{perSecond: config.RateLimit, burst: float64(config.Burst)},
	}, nil
}

// Step takes an input and gives what follows from it. The effects are valid until
// the next step.
func (m *Machine) Step(at Time, in Input) []Effect {
	if received, ok := in.(Received); ok {
		return m.Receive(at, &received)
	}
	if m.recorder != nil {
		m.recorder.note(at, in)
	}
	m.enterStep(at)
	_, m.clock.ticks = in.(Tick)
	m.take(in)
	return m.leaveStep()
}

// Receive is Step for a frame. The machine does not keep in, so that a driver may use it
// for the next one.
func (m *Machine) Receive(at Time, in *Received) []Effect {
	if m.recorder != nil {
		m.recorder.noteReceived(at, in)
	}
	m.enterStep(at)
	m.receive(in)
	return m.leaveStep()
}

func (m *Machine) enterStep(at Time) {
	clear(m.effects)
	m.effects = m.effects[:0]
	m.deliveries = m.deliveries[:0]
	m.clock.advance(at, m.next)
	m.clock.ticks = false
}

func (m *Machine) leaveStep() []Effect {
	if m.clock.jumped {
		m.wake()
	}
	m.lookAtDeadlines() // after what has come in
	m.endPost()
	m.write()
	m.next = m.nextDeadline()
	return m.effects
}

// take deals with one input.
func (m *Machine) take(in Input) {
	switch in := in.(type) {
	case Start:
		m.start(in)
	case Reconnect:
		m.reconnect(in)
	case Stop:
		m.stop(in.Call)
	case Send:
		m.send(in)
	case Cancel:
		m.cancel(in.Call)
	case PutAway:
		m.putAway(in.Reason)
	case Back:
		m.back()
	case Answered:
		m.answered(in)
	case Opened:
		m.opened(in)
	case Written:
		m.written(in)
	case Alive:
		if m.current != nil {
			m.current.keepalive.heard()
		}
	case Closed:
		m.closed(in)
	case Filled:
		m.filled(in)
	case Ack:
		m.ack(in)
	case Posted:
		m.posted(in)
	}
}

// Deadline gives the next moment at which time alone matters, as a reading of the
// monotonic clock, and whether there is one. The driver steps a Tick then.
func (m *Machine) Deadline() (mono time.Duration, ok bool) {
	return m.clock.mono(m.next), m.next != 0
}

func (m *Machine) nextDeadline() instant {
	first := sooner(m.retry.at, m.closeBy)
	if a := m.attempt; a != nil {
		first = sooner(first, a.deadline.at)
	}
	first = sooner(first, m.dialect.next(m))
	if m.draining != nil {
		first = sooner(first, m.draining.endBy.at)
	}
	if m.backfill != nil {
		first = sooner(first, m.backfill.deadline.at)
	}
	if m.dedup != nil {
		first = sooner(first, m.dedup.until.at)
	}
	first = sooner(first, m.pending.next())
	if m.dialect.canSend(m) && m.queue.len() > 0 {
		first = sooner(first, m.queue.ready(&m.pace, m.clock.now))
	}
	return first
}

// lookAtDeadlines deals with what is due.
func (m *Machine) lookAtDeadlines() {
	m.judgeAttempt()
	m.dialect.judge(m)
	m.judgeReplies()
	m.judgeBackfill()
	if m.clock.reached(m.retry.at) {
		m.retry.at = 0
		m.advance(byRetry)
		m.begin()
	}
	if d := m.dedup; d != nil && d.until.judge(&m.clock, grace) == passed {
		m.endDedup()
	}
	if m.clock.reached(m.closeBy) {
		clear(m.closing)
		m.endIfClosed()
	}
	m.endDrainIfDone()
}

// move changes the state and tells of it. It is the only place that does.
func (m *Machine) move(t trigger, cause error) {
	previous := m.state
	m.state = previous.next(t)
	m.log(LevelDebug, previous, " -> ", m.state)
	m.do(StateChanged{State: m.state, Previous: previous, Cause: cause, Session: m.session()})
}

// advance moves the state with the attempt, unless the attempt is to replace the
// socket of a session that goes on.
func (m *Machine) advance(t trigger) {
	if m.current == nil {
		m.move(t, nil)
	}
}

// session is the one that the state belongs to, or nil.
func (m *Machine) session() *Session {
	switch m.state {
	case Authenticated, Handshaking:
		return m.attempt.session
	case Connected, Ready:
		return m.current.session
	}
	return nil
}

// do adds an effect. In line, here and in log, it would add 6 kB to what a page loads.
//
//go:noinline
func (m *Machine) do(e Effect) { m.effects = append(m.effects, e) }

// tell tells the caller of a frame. Nearly every step does, so it allocates nothing: the effect
// is overwritten by the next step.
func (m *Machine) tell(frame FrameID, as Role) {
	m.deliveries = append(m.deliveries, Deliver{frame, as})
	m.do(&m.deliveries[len(m.deliveries)-1])
}

//go:noinline
func (m *Machine) log(level Level, parts ...any) { m.do(Log{level, concat(parts...)}) }

// A random draws numbers from a seed (splitmix64: Steele, Lea and Flood, "Fast
// splittable pseudorandom number generators", 2014).
type random uint64

// draw gives a number in [0, 1).
func (r *random) draw() float64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return float64((z^z>>31)>>11) / (1 << 53)
}
