package store

// A User is a member of the workspace (v3: models/user.js).
type User struct{ model }

func newUser() *model {
	u := new(User)
	u.self = u
	return &u.model
}

// The columns of the users.
const (
	userName = iota
	userEmail
	userBot
)

func userKeys(_ *model, o object) [columns]string {
	profile := o.object("profile")
	return [columns]string{userName: o.text("name"), userEmail: profile.text("email"), userBot: profile.text("bot_id")}
}

// Name is the user's name.
func (u *User) Name() string { return u.text("name") }

// Presence is "active" or "away", or "" if Slack has not told.
func (u *User) Presence() string { return u.text("presence") }

// Email is the user's address, or "": Slack tells it with the scope
// users:read.email only.
func (u *User) Email() string { return u.snapshot().object("profile").text("email") }

// BotID is the id of the bot that the user is, or "".
func (u *User) BotID() string { return u.snapshot().object("profile").text("bot_id") }

// Update lays the members of an object over the user's own (v3: update).
func (u *User) Update(data []byte) error {
	s := u.store
	s.mu.Lock()
	err := u.changeBy(data, func(data []byte) error {
		o, err := u.readPatch(data)
		if err == nil {
			s.patch(&s.users, &u.model, o)
		}
		return err
	})
	s.mu.Unlock()
	return at("User.Update", err)
}

// UserByID finds a user, or nil (v3: getUserById).
func (s *Store) UserByID(id string) *User { return as[User](s.look(&s.users, id)) }

// UserByName finds a user, or nil (v3: getUserByName).
func (s *Store) UserByName(name string) *User { return as[User](s.seek(&s.users, userName, name)) }

// UserByEmail finds a user, or nil (v3: getUserByEmail).
func (s *Store) UserByEmail(email string) *User { return as[User](s.seek(&s.users, userEmail, email)) }

// UserByBotID finds the user that a bot is, or nil (v3: getUserByBotId).
func (s *Store) UserByBotID(id string) *User { return as[User](s.seek(&s.users, userBot, id)) }

// Users are all users, in the order of their coming (v3: the property users).
func (s *Store) Users() []*User { return all[User](s.list(&s.users)) }

// SetUser stores a user in place of the one with its id (v3: setUser).
func (s *Store) SetUser(data []byte) error { return s.give("SetUser", &s.users, data, set) }

// UpsertUser stores a user, or updates the one with its id (v3: upsertUser).
func (s *Store) UpsertUser(data []byte) error { return s.give("UpsertUser", &s.users, data, upsert) }

// RemoveUser forgets a user, if there is one (v3: removeUser).
func (s *Store) RemoveUser(id string) { s.drop(&s.users, id) }
