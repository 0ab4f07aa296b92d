package rtm_test

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// A bot that answers whoever greets it. Without Dial and Call, which lead to a
// fake workspace here, it would talk to Slack.
func Example() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	slack := rtmtest.New()
	defer slack.Close()

	messages := make(chan rtm.Frame, 10)
	client, err := rtm.New(rtm.Config{
		Token: "xoxb-your-token",
		Dial:  slack.Dial,
		Call:  slack.Call,
		Handler: func(e rtm.Event) {
			if f, ok := e.(rtm.Frame); ok && f.Type == "message" && f.Subtype == "" {
				messages <- f
			}
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	session, err := client.Start(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("I am", session.UserID)

	slack.Say(rtmtest.Anna, rtmtest.General, "hello, bot")

	var message struct{ User, Channel, Text string }
	if err := json.Unmarshal((<-messages).JSON, &message); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("I heard:", message.Text)
	reply, err := client.SendMessage(ctx, "hello, <@"+message.User+">", message.Channel)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("I said:", reply.Text)
	fmt.Println("goodbye:", client.Disconnect(ctx))
	// Output:
	// I am U00000BOT
	// I heard: hello, bot
	// I said: hello, <@U0000ANNA>
	// goodbye: <nil>
}
