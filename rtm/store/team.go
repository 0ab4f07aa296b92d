package store

// A Team is a workspace (v3 has plain objects).
type Team struct{ model }

func newTeam() *model {
	t := new(Team)
	t.self = t
	return &t.model
}

func teamKeys(*model, object) [columns]string { return [columns]string{} }

// Name is the workspace's name.
func (t *Team) Name() string { return t.text("name") }

// TeamByID finds a workspace, or nil (v3: getTeamById).
func (s *Store) TeamByID(id string) *Team { return as[Team](s.look(&s.teams, id)) }

// Teams are all workspaces, in the order of their coming (v3: the property
// teams).
func (s *Store) Teams() []*Team { return all[Team](s.list(&s.teams)) }

// SetTeam stores a workspace in place of the one with its id (v3: setTeam).
func (s *Store) SetTeam(data []byte) error { return s.give("SetTeam", &s.teams, data, set) }

// UpsertTeam stores a workspace, or updates the one with its id (v3:
// upsertTeam).
func (s *Store) UpsertTeam(data []byte) error { return s.give("UpsertTeam", &s.teams, data, upsert) }

// RemoveTeam forgets a workspace, if there is one (v3: removeTeam).
func (s *Store) RemoveTeam(id string) { s.drop(&s.teams, id) }
