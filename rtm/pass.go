package rtm

// A Pass lets the caller deliver the events of this socket by itself, as they come
// in, instead of having Read give them; of zero, of none any more. The caller gives
// a Passed then, soon after, and before anything else that it gives.
//
// It is for a page, where the way through the loop takes longer than all else that
// becomes of an event, and is there with Config.Inline only. Events it is about, and
// nothing else: none of SocketTypes. Replies that say ok the
// caller may deliver without one, if it has delivered all that came before them. Where
// events have to be told from one another, there is none.
type Pass struct{ Socket int }

// pass gives the caller a Pass, or takes it back, if that is not told yet.
func (c *Client) pass() {
	socket := 0
	if c.config.Inline && c.config.Backfill == nil && c.state == Ready && c.overlap == nil {
		socket = c.link.epoch
	}
	if socket != c.passing {
		c.passing = socket
		c.emit(Pass{socket})
	}
}

// onPassed takes note of frames that the caller has delivered.
func (c *Client) onPassed(p Passed) {
	for _, id := range p.Answered {
		c.outbox.reply(id)
	}
	l := c.living(p.Socket)
	if l == nil {
		return
	}
	l.frames += p.Frames
	c.hear(l)
	c.gap.see(p.Newest, c.clock.wall)
}
