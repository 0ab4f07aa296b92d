package rtm_test

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
)

// A bot that answers whoever greets it. Without Dial and Call, which lead to a fake
// workspace here, it would talk to Slack.
func Example() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	slack := rtmtest.New()
	defer slack.Close()

	client, err := rtm.New(rtm.Config{Token: "xoxb-your-token", Dial: slack.Dial, Call: slack.Call})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	events := client.Events(ctx)
	session, err := client.Start(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("I am", session.UserID)

	slack.Say(rtmtest.Anna, rtmtest.General, "hello, bot")

	for event, err := range events {
		if err != nil {
			fmt.Println(err)
			return
		}
		frame, ok := event.(rtm.Frame)
		if !ok || frame.Type != "message" || frame.Subtype != "" || frame.Replayed {
			continue
		}
		var message struct{ User, Channel, Text string }
		if err := json.Unmarshal(frame.JSON, &message); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("I heard:", message.Text)
		reply, err := client.SendMessage(ctx, message.Channel, "hello, <@"+message.User+">", rtm.Raw())
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("I said:", reply.Text)
		break
	}
	fmt.Println("goodbye:", client.Disconnect(ctx))
	// Output:
	// I am U00000BOT
	// I heard: hello, bot
	// I said: hello, <@U0000ANNA>
	// goodbye: <nil>
}

// The same for an app in Socket Mode, which answers a slash command, too.
func Example_socketMode() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	slack := rtmtest.New()
	defer slack.Close()

	client, err := rtm.New(rtm.Config{SocketMode: true, AppToken: "xapp-your-token", Token: "xoxb-your-token", Dial: slack.Dial, Call: slack.Call})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer client.Close()
	events := client.Events(ctx)
	if _, err := client.Start(ctx); err != nil {
		fmt.Println(err)
		return
	}

	for event, err := range events {
		if err != nil {
			fmt.Println(err)
			return
		}
		if state, ok := event.(rtm.StateChanged); ok && state.State == rtm.Ready {
			slack.Command(rtmtest.Anna, rtmtest.General, "/hello", "bot")
		}
		frame, ok := event.(rtm.Frame)
		if !ok || frame.Type != "slash_commands" {
			continue
		}
		var command struct{ Command, Text string }
		if err := json.Unmarshal(frame.JSON, &command); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println("I was given:", command.Command, command.Text)
		fmt.Println("I answered:", client.Acknowledge(ctx, frame.Envelope, map[string]string{"text": "hello yourself"}))
		break
	}
	// Output:
	// I was given: /hello bot
	// I answered: <nil>
}
