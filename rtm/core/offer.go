package core

import (
	"time"

	"rtmwasm/rtm/internal/jsontext"
)

// offer is the address of a socket that needs no call: Slack has offered it with
// reconnect_url, for a reconnection, or the caller with a Start. The event is
// "experimental" and its terms are not documented; rtm.connect stands behind an
// offer that fails.
type offer struct {
	session Session
	until   instant
}

// offerLife is for how long an offer is taken for good.
const offerLife = time.Minute

// put notes an offer.
func (o *offer) put(session Session, until instant) { *o = offer{session, until} }

// take gives the session of the offer, if it is fresh; else nil. It can be used once.
func (o *offer) take(now instant) *Session {
	taken, fresh := *o, o.isFresh(now)
	*o = offer{}
	if !fresh {
		return nil
	}
	return &taken.session
}

// isFresh reports whether there is an offer that take would give.
func (o *offer) isFresh(now instant) bool { return o.session.URL != "" && now < o.until }

// offered notes the address of a reconnect_url.
func (m *Machine) offered(url string) {
	if url == "" {
		return
	}
	if err := CheckSocketURL(url); err != nil {
		m.log(LevelWarn, "a reconnect_url is not used: ", err)
		return
	}
	session := *m.current.session
	session.URL = url
	m.offer.put(session, m.clock.after(offerLife))
}

// answerWithURL is what Slack would have answered, had it been asked for a session.
func answerWithURL(url string) []byte {
	return append(jsontext.AppendQuoted([]byte(`{"ok":true,"url":`), url), '}')
}
