package core

// input codes an input.
func (c *codec) input(v *Input) {
	var kind byte
	switch (*v).(type) {
	case Start:
		kind = 1
	case Reconnect:
		kind = 2
	case Stop:
		kind = 3
	case Send:
		kind = 4
	case Cancel:
		kind = 5
	case PutAway:
		kind = 6
	case Back:
		kind = 7
	case Answered:
		kind = 8
	case Opened:
		kind = 9
	case Received:
		kind = 10
	case Written:
		kind = 11
	case Alive:
		kind = 12
	case Closed:
		kind = 13
	case Filled:
		kind = 14
	case Tick:
		kind = 15
	}
	number(c, &kind)
	switch kind {
	case 1:
		as(c, v, func(in *Start) {
			number(c, &in.Call)
			c.token(&in.Token)
			list(c, &in.Fields, codeField)
			c.address(&in.URL)
			optional(c, &in.Earlier, func(c *codec, e *Earlier) {
				text(c, &e.Newest)
				c.body(&e.Presence)
				text(c, &e.Cause)
			})
		})
	case 2:
		as(c, v, func(in *Reconnect) {
			number(c, &in.Call)
			c.bool(&in.Force)
		})
	case 3:
		as(c, v, func(in *Stop) { number(c, &in.Call) })
	case 4:
		as(c, v, func(in *Send) {
			number(c, &in.Call)
			text(c, &in.Type)
			c.body(&in.Body)
			number(c, &in.ID)
			c.bool(&in.AwaitReply)
			c.bool(&in.Unqueued)
		})
	case 5:
		as(c, v, func(in *Cancel) { number(c, &in.Call) })
	case 6:
		as(c, v, func(in *PutAway) { text(c, &in.Reason) })
	case 7:
		as(c, v, func(*Back) {})
	case 8:
		as(c, v, func(in *Answered) {
			number(c, &in.Conn)
			optional(c, &in.Session, codeSession)
			c.fault(&in.Err)
		})
	case 9:
		as(c, v, func(in *Opened) {
			number(c, &in.Conn)
			c.fault(&in.Err)
		})
	case 10:
		as(c, v, func(in *Received) {
			number(c, &in.Conn)
			number(c, &in.Index)
			number(c, &in.Size)
			codeMembers(c, &in.Members)
			c.uint(&in.Sum)
		})
	case 11:
		as(c, v, func(in *Written) {
			number(c, &in.Conn)
			c.fault(&in.Err)
		})
	case 12:
		as(c, v, func(*Alive) {})
	case 13:
		as(c, v, func(in *Closed) {
			number(c, &in.Conn)
			c.bool(&in.Clean)
			c.fault(&in.Err)
		})
	case 14:
		as(c, v, func(in *Filled) {
			number(c, &in.Fill)
			list(c, &in.Frames, codeMembers)
			c.fault(&in.Err)
		})
	case 15:
		as(c, v, func(*Tick) {})
	default:
		c.fail()
	}
	if c.err != nil {
		*v = Tick{}
	}
}

// as codes an input of a type.
func as[T Input](c *codec, v *Input, fields func(*T)) {
	in, _ := (*v).(T)
	fields(&in)
	if c.reading {
		*v = in
	}
}

func codeField(c *codec, f *Field) {
	text(c, &f.Name)
	c.token(&f.Value)
}

func codeSession(c *codec, s *Session) {
	c.address(&s.URL)
	text(c, &s.UserID)
	text(c, &s.TeamID)
}

func codeMembers(c *codec, m *Members) {
	c.bool(&m.Malformed)
	for i := range m.Values {
		v := &m.Values[i]
		number(c, &v.Kind)
		switch {
		case v.Kind == Number:
			c.float(&v.Number)
		case v.Kind == String && Member(i) == URL:
			c.address(&v.Text)
		case v.Kind == String:
			text(c, &v.Text)
		}
	}
}

func codeTime(c *codec, t *Time) {
	c.duration(&t.Mono)
	c.duration(&t.Wall)
}
