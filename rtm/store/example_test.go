package store_test

import (
	"context"
	"fmt"
	"time"

	"rtmwasm/rtm"
	"rtmwasm/rtm/rtmtest"
	"rtmwasm/rtm/store"
)

// A client that keeps a store up to date. Without Dial and Call, which lead to
// a fake workspace here, it would talk to Slack.
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
	s := store.New(store.Options{})
	heard := make(chan bool, 1)
	events := client.Events(ctx)
	go func() {
		defer close(heard)
		var session *rtm.Session
		for event, err := range events {
			if err != nil {
				fmt.Println(err)
				return
			}
			switch e := event.(type) {
			case rtm.StateChanged:
				if e.Session != nil && e.Session != session { // a new connection
					session = e.Session
					if err := s.CacheRTMStart(session.JSON); err != nil {
						fmt.Println(err)
					}
				}
			case rtm.Frame:
				if err := s.HandleRTMMessage(session.UserID, session.TeamID, e.Type, e.JSON); err != nil {
					fmt.Println(err)
				}
				if e.Type == "message" {
					heard <- true
				}
			}
		}
	}()

	if _, err := client.Start(ctx); err != nil {
		fmt.Println(err)
		return
	}
	err = s.Load(ctx, client.Call, func(p store.Progress) { fmt.Println(p.Count, p.What) })
	if err != nil {
		fmt.Println(err)
		return
	}

	slack.Say(rtmtest.Anna, rtmtest.General, "hello")
	<-heard

	fmt.Println("anna is", s.UserByName("anna").ID())
	fmt.Println(s.ChannelByName("#general").UnreadCount(), "unread message")
	client.Close()
	<-heard // the loop over events has ended
	// Output:
	// 4 users
	// 3 conversations
	// anna is U0000ANNA
	// 1 unread message
}
