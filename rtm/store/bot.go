package store

// A Bot is an app's presence in the workspace (v3 has plain objects).
type Bot struct{ model }

func newBot() *model {
	b := new(Bot)
	b.self = b
	return &b.model
}

const botName = 0 // the column of the bots

func botKeys(_ *model, o object) [columns]string { return [columns]string{botName: o.text("name")} }

// Name is the bot's name.
func (b *Bot) Name() string { return b.text("name") }

// BotByID finds a bot, or nil (v3: getBotById).
func (s *Store) BotByID(id string) *Bot { return as[Bot](s.look(&s.bots, id)) }

// BotByName finds a bot, or nil (v3: getBotByName).
func (s *Store) BotByName(name string) *Bot { return as[Bot](s.seek(&s.bots, botName, name)) }

// BotByUserID finds the bot that a user is, or nil (v3: getBotByUserId).
func (s *Store) BotByUserID(id string) *Bot {
	if u := s.UserByID(id); u != nil {
		return s.BotByID(u.BotID())
	}
	return nil
}

// Bots are all bots, in the order of their coming (v3: the property bots).
func (s *Store) Bots() []*Bot { return all[Bot](s.list(&s.bots)) }

// SetBot stores a bot in place of the one with its id (v3: setBot).
func (s *Store) SetBot(data []byte) error { return s.give("SetBot", &s.bots, data, set) }

// UpsertBot stores a bot, or updates the one with its id (v3: upsertBot).
func (s *Store) UpsertBot(data []byte) error { return s.give("UpsertBot", &s.bots, data, upsert) }

// RemoveBot forgets a bot, if there is one (v3: removeBot).
func (s *Store) RemoveBot(id string) { s.drop(&s.bots, id) }
