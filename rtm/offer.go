package rtm

import "time"

// offer is the address of a socket that needs no call: Slack has offered it
// with reconnect_url, for a reconnection, or the caller with a Start. The event
// is "experimental" and its terms are not documented; rtm.connect stands behind
// an offer that fails.
type offer struct {
	session Session
	until   time.Time
}

// offerLife is for how long an offer is taken for good.
const offerLife = time.Minute

// put notes an offer that came in a session.
func (o *offer) put(url string, session Session, now time.Time) {
	session.URL = url
	*o = offer{session, now.Add(offerLife)}
}

// isFresh reports whether there is an offer to take.
func (o *offer) isFresh(now time.Time) bool { return o.session.URL != "" && now.Before(o.until) }

// take gives the offer, if it is fresh. It can be used once.
func (o *offer) take(now time.Time) (Session, bool) {
	taken := *o
	*o = offer{}
	return taken.session, taken.isFresh(now)
}
