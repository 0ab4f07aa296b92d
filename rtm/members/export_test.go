package members

// Wants reports whether a member wants the session.
func (s *Session) Wants(number Member) bool {
	m := s.find(number)
	return m != nil && m.isUp
}
