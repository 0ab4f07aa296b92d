package rtmtest

// A talk is what the simulated people say to each other, in one channel.
type talk struct {
	channel string
	lines   []line
}

type line struct {
	who, text string
	slip      string // said first, then corrected to text
	emoji     string // the reaction of another
	file      string // shared with it
}

var talks = []talk{
	{General, []line{
		{who: Anna, text: "Good morning! The nightly build is green again.", emoji: "tada"},
		{who: Ben, text: "It was the time zone test. It failed only after midnight."},
		{who: Cleo, text: "Of course it did."},
		{who: Anna, text: "I pinned the clock, so midnight is over."},
	}},
	{General, []line{
		{who: Cleo, text: "New sketches for the settings page.", file: "settings.pdf"},
		{who: Anna, text: "The second one reads best on a phone.", slip: "The second one reads best on a phnoe."},
		{who: Ben, text: "Agreed. Can the save button stay in view?", emoji: "+1"},
		{who: Cleo, text: "Yes, I will move it to the bottom bar."},
	}},
	{General, []line{
		{who: Ben, text: "Search is down from 900 to 140 milliseconds.", emoji: "rocket"},
		{who: Anna, text: "What was it?"},
		{who: Ben, text: "We sorted the whole list to show ten rows."},
		{who: Cleo, text: "I will remember this as the day before it felt instant."},
	}},
	{General, []line{
		{who: Anna, text: "A customer asks for export to CSV. Third one this month."},
		{who: Cleo, text: "Would they be happy with copy and paste from the table?"},
		{who: Anna, text: "Two of them, I think. I will ask the third."},
		{who: Ben, text: "Copying is an afternoon. Export is a week with the encodings."},
	}},
	{General, []line{
		{who: Ben, text: "Who can look at my change to the import?", slip: "Who can look at my chance to the import?"},
		{who: Cleo, text: "I can, after lunch."},
		{who: Ben, text: "Thanks! Begin with the test, it explains the rest.", emoji: "eyes"},
	}},
	{General, []line{
		{who: Cleo, text: "Planning at two or at half past?"},
		{who: Anna, text: "Half past, please. I have the dentist."},
		{who: Ben, text: "Half past it is. I bring the list.", emoji: "ok_hand"},
	}},
	{General, []line{
		{who: Anna, text: "The release notes need one more sentence on offline mode."},
		{who: Cleo, text: "\"You can now work on a train\"?"},
		{who: Anna, text: "That is the sentence.", emoji: "train"},
		{who: Ben, text: "Tunnels included."},
	}},
	{General, []line{
		{who: Ben, text: "I deleted 1,200 lines today and everything still works.", emoji: "broom"},
		{who: Anna, text: "The best kind of feature."},
		{who: Cleo, text: "What did they do?"},
		{who: Ben, text: "They supported a browser that was retired six years ago."},
	}},
	{Random, []line{
		{who: Cleo, text: "The bakery on the corner has the plum cake again."},
		{who: Ben, text: "How many pieces is it polite to order?"},
		{who: Anna, text: "One each, and one for the reviewer.", emoji: "cake"},
	}},
	{Random, []line{
		{who: Anna, text: "My tomatoes are finally red. Both of them."},
		{who: Cleo, text: "Both! Will there be a feast?", emoji: "tomato"},
		{who: Anna, text: "There will be a small salad."},
	}},
	{Random, []line{
		{who: Ben, text: "I cycled here against the wind. I am told it turns at noon."},
		{who: Anna, text: "So you ride home against it too?"},
		{who: Ben, text: "That is how my road works.", emoji: "bike"},
	}},
	{Random, []line{
		{who: Cleo, text: "Does anybody know a good book for a long train ride?"},
		{who: Ben, text: "Something with maps at the front."},
		{who: Anna, text: "I will lend you the one about lighthouses.", slip: "I will lend you the one about lighthousse.", emoji: "books"},
		{who: Cleo, text: "Perfect, thank you!"},
	}},
	{Random, []line{
		{who: Anna, text: "The plant at the window has a new leaf."},
		{who: Cleo, text: "It likes you. It dropped one when I watered it."},
		{who: Ben, text: "It reacts to deadlines, like the rest of us.", emoji: "seedling"},
	}},
	{Random, []line{
		{who: Ben, text: "The coffee machine says \"descale me\"."},
		{who: Anna, text: "It said so on Monday as well."},
		{who: Ben, text: "On Monday it said please."},
		{who: Cleo, text: "I am on my way with the vinegar.", emoji: "heart"},
	}},
}

// What they answer a visitor: to a greeting, to a question, to anything else.
var (
	greetings = []string{"hi", "hello", "hey", "hallo", "moin", "morning", "yo"}

	welcomes = []string{
		"Hello! Good to see you here.",
		"Hi there! Make yourself at home.",
		"Hey! How is your day?",
		"Welcome! We were just talking.",
	}
	opinions = []string{
		"Good question. I would try the simple way first.",
		"I think so, but ask me again after coffee.",
		"Let me look that up and come back to you.",
		"Probably yes. What makes you ask?",
		"Not today, but maybe next week.",
	}
	remarks = []string{
		"Nice, thanks for telling us!",
		"Noted. That helps.",
		"I like that.",
		"That arrived faster than my coffee.",
		"Ha, same here.",
		"Tell us more when you have a minute.",
	}
	thanks = []string{"+1", "wave", "smile", "raised_hands", "sparkles"}
)
