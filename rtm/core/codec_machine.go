package core

// machine codes all that a machine knows: a checkpoint.
func (c *codec) machine(m *Machine) {
	c.config(&m.config)
	codeTime(c, &m.clock.last)
	number(c, &m.clock.now)
	c.duration(&m.clock.wall)
	c.uint((*uint64)(&m.random))
	number(c, &m.next)
	text(c, &m.state)
	c.bool(&m.want.granted)
	list(c, &m.want.starts, number)
	list(c, &m.want.stops, number)
	c.token(&m.want.token)
	list(c, &m.want.fields, codeField)
	c.bool(&m.hadSession)
	number(c, &m.lastConn)
	c.pending(&m.pending) // before the sockets, which may be writing one of them
	optional(c, &m.attempt, func(c *codec, a *attempt) {
		number(c, &a.conn)
		optional(c, &a.session, codeSession)
		optional(c, &a.socket, m.codeSocket)
		codeDeadline(c, &a.deadline)
		c.bool(&a.offered)
		c.bool(&a.busy)
	})
	optional(c, &m.current, m.codeSocket)
	optional(c, &m.draining, func(c *codec, d *draining) {
		optional(c, &d.socket, m.codeSocket)
		codeGap(c, &d.gap)
		c.bool(&d.complete)
		c.bool(&d.told)
		codeDeadline(c, &d.writeBy)
		codeDeadline(c, &d.endBy)
	})
	sorted(c, &m.closing, number, (*codec).bool)
	number(c, &m.closeBy)
	c.retry(&m.retry)
	sorted(c, (*map[string]instant)(&m.limits), (*codec).token, number)
	codeSession(c, &m.offer.session)
	number(c, &m.offer.until)
	list(c, &m.queue.frames, codeFrame)
	number(c, &m.queue.nextID)
	number(c, &m.queue.calls)
	c.float(&m.pace.spent)
	number(c, &m.pace.at)
	number(c, &m.pace.blockedUntil)
	c.body(&m.presence)
	text(c, &m.gap.seen)
	c.duration(&m.gap.ahead)
	c.bool(&m.gap.open)
	text(c, &m.gap.from)
	c.fault(&m.gap.cause)
	optional(c, &m.dedup, func(c *codec, d *dedup) {
		counts := func(c *codec, counts *map[uint64]int) { sorted(c, counts, (*codec).uint, number) }
		sorted(c, &d.seen, number, counts)
		counts(c, &d.told)
		codeDeadline(c, &d.until)
	})
	optional(c, &m.backfill, func(c *codec, b *backfill) {
		number(c, &b.number)
		codeGap(c, &b.gap)
		codeDeadline(c, &b.deadline)
		list(c, &b.held, func(c *codec, h *heldFrame) {
			number(c, &h.frame.Conn)
			number(c, &h.frame.Index)
			number(c, &h.role)
			text(c, &h.key)
		})
		number(c, &b.bytes)
	})
	sorted(c, &m.recent.keys, text, (*codec).bool)
	list(c, &m.recent.order, text)
	number(c, &m.recent.next)
	text(c, &m.recent.before)
	number(c, &m.fills)
	if c.reading {
		m.retry.policy = m.config.Retry
		m.queue.limit = m.config.QueueLimit
		m.pace.perSecond, m.pace.burst = m.config.RateLimit, float64(m.config.Burst)
	}
}

func (c *codec) config(v *Config) {
	c.bool(&v.NoReconnect)
	optional(c, &v.Retry, func(c *codec, r *Retry) {
		number(c, &r.Retries)
		c.duration(&r.MinTimeout)
		c.duration(&r.MaxTimeout)
		c.float(&r.Factor)
		c.bool(&r.Randomize)
		c.bool(&r.Forever)
	})
	text(c, &v.Method)
	c.duration(&v.CallTimeout)
	c.duration(&v.OpenTimeout)
	c.duration(&v.HelloTimeout)
	c.duration(&v.PingInterval)
	c.duration(&v.PongTimeout)
	c.duration(&v.AckTimeout)
	c.duration(&v.ReplayTimeout)
	number(c, &v.QueueLimit)
	c.float(&v.RateLimit)
	number(c, &v.Burst)
	c.bool(&v.HadSession)
	c.bool(&v.Backfill)
	c.uint(&v.Seed)
}

func (c *codec) retry(r *retry) {
	number(c, &r.failures)
	number(c, &r.at)
	number(c, &r.began)
	c.bool(&r.asleep)
}

func (c *codec) pending(p *pending) {
	sorted(c, &p.frames, number, codeFrame)
	number(c, &p.soonest)
}

// codeSocket codes a socket of a machine whose pending frames are known.
func (m *Machine) codeSocket(c *codec, s *socket) {
	number(c, &s.conn)
	optional(c, &s.session, codeSession)
	number(c, &s.since)
	number(c, &s.keepalive.nextPing)
	codeDeadline(c, &s.keepalive.pongDeadline)
	number(c, &s.keepalive.pingID)
	number(c, &s.keepalive.pingAt)
	optional(c, &s.writing, codeFrameValue)
	if s.writing != nil {
		if f := m.pending.frames[s.writing.id]; f != nil {
			s.writing = f // it is one, and in both places
		}
	}
	optional(c, &s.lastPing, codeFrameValue)
	c.bool(&s.overtaken)
	c.bool(&s.closed)
}

func codeFrame(c *codec, f **frame) {
	if *f == nil {
		*f = &frame{}
	}
	codeFrameValue(c, *f)
}

func codeFrameValue(c *codec, f *frame) {
	number(c, &f.id)
	number(c, &f.order)
	number(c, &f.class)
	text(c, &f.typ)
	c.body(&f.body)
	c.bool(&f.awaitReply)
	number(c, &f.call)
	number(c, &f.conn)
	codeDeadline(c, &f.ack)
	number(c, &f.refusals)
	c.bool(&f.cancelled)
	if c.reading {
		f.build()
	}
}

func codeDeadline(c *codec, d *deadline) {
	number(c, &d.at)
	c.bool(&d.excused)
}

func codeGap(c *codec, g *Gap) {
	text(c, &g.From)
	text(c, &g.To)
	c.fault(&g.Cause)
	c.bool(&g.Recovered)
}
