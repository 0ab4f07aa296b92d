//go:build !js

package rtmtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"

	"github.com/coder/websocket"

	"rtmwasm/rtm/rtmtest"
)

// Any client can be tested over HTTP: give it the URL of an httptest.Server
// in place of https://slack.com.
func ExampleServer_ServeHTTP() {
	slack := rtmtest.New()
	defer slack.Close()
	web := httptest.NewServer(slack)
	defer web.Close()

	// The client under test: it connects and says hello to whoever speaks.
	ctx := context.Background()
	resp, err := http.PostForm(web.URL+"/api/rtm.connect", url.Values{"token": {"xoxb-any"}})
	if err != nil {
		log.Fatal(err)
	}
	defer resp.Body.Close()
	var connected struct{ URL string }
	if err := json.NewDecoder(resp.Body).Decode(&connected); err != nil {
		log.Fatal(err)
	}
	socket, _, err := websocket.Dial(ctx, connected.URL, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer socket.CloseNow()
	read := func() (frame struct{ Type, User, Text string }) {
		_, data, err := socket.Read(ctx)
		if err != nil {
			log.Fatal(err)
		}
		json.Unmarshal(data, &frame)
		return frame
	}
	fmt.Println("first comes", read().Type)

	slack.Say(rtmtest.Anna, rtmtest.General, "Anybody here?")
	heard := read()
	fmt.Printf("%s says %q\n", heard.User, heard.Text)

	socket.Write(ctx, websocket.MessageText,
		[]byte(`{"id":1,"type":"message","channel":"C0GENERAL","text":"Hello <@U0000ANNA>"}`))
	fmt.Printf("the ack repeats %q\n", read().Text)

	// What the workspace saw.
	for _, frame := range slack.Received() {
		fmt.Println("it wrote", frame.JSON)
	}

	// Output:
	// first comes hello
	// U0000ANNA says "Anybody here?"
	// the ack repeats "Hello <@U0000ANNA>"
	// it wrote {"id":1,"type":"message","channel":"C0GENERAL","text":"Hello <@U0000ANNA>"}
}
