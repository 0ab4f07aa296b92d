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
	heard := make(chan string, 10)
	bot, err := rtm.New(rtm.Config{
		Token: "xoxb-any",
		Call:  slack.Call,
		Dial:  slack.Dial,
		Handler: func(e rtm.Event) {
			if frame, ok := e.(rtm.Frame); ok && frame.Type == "message" {
				var message struct{ Text string }
				json.Unmarshal(frame.JSON, &message)
				heard <- message.Text
			}
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	ctx := context.Background()
	if _, err := bot.Start(ctx); err != nil {
		log.Fatal(err)
	}
	defer bot.Disconnect(ctx)

	slack.Say(rtmtest.Anna, rtmtest.General, "Anybody here?")
	reply, err := bot.SendMessage(ctx, "Did you say: "+<-heard, rtmtest.General)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(reply.Text)

	// Output:
	// Did you say: Anybody here?
}
