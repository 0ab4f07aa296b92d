package rtmtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// A bot is tested in memory: its client gets the workspace's two doors in
// place of the network.
func Example() {
	slack := rtmtest.New()
	defer slack.Close()

	// The bot under test repeats what people say.
	bot, err := rtm.New(rtm.Config{Token: "xoxb-any", Call: slack.Call, Dial: slack.Dial})
	if err != nil {
		log.Fatal(err)
	}
	defer bot.Close()
	ctx := context.Background()
	events := bot.Events(ctx)
	if _, err := bot.Start(ctx); err != nil {
		log.Fatal(err)
	}
	slack.Say(rtmtest.Anna, rtmtest.General, "Anybody here?")
	for event, err := range events {
		if err != nil {
			log.Fatal(err)
		}
		if frame, ok := event.(rtm.Frame); ok && frame.Type == "message" {
			var message struct{ Channel, Text string }
			if err := json.Unmarshal(frame.JSON, &message); err != nil {
				log.Fatal(err)
			}
			reply, err := bot.SendMessage(ctx, message.Channel, "Did you say: "+message.Text)
			if err != nil {
				log.Fatal(err)
			}
			fmt.Println(reply.Text)
			break
		}
	}

	// Output:
	// Did you say: Anybody here?
}
