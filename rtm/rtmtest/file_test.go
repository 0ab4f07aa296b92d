package rtmtest

import "testing"

func TestPeopleShareFiles(t *testing.T) {
	inMemory(t, func(s script) {
		a := s.connects()
		ts := s.Share(Cleo, Random, "a sketch", "one.pdf", 5)
		id := a.gets(`{"type":"file_created","user_id":"U0000CLEO"}`)["file_id"].(string)
		a.gets(`{"type":"file_shared","channel_id":"C00RANDOM","file_id":"` + id + `","user_id":"U0000CLEO","file":{"id":"` + id + `"},"event_ts":"TS"}`)
		event := a.gets(`{"type":"message","subtype":"file_share","user":"U0000CLEO","text":"a sketch","upload":true}`)
		files := event["files"].([]any)
		if f := files[0].(map[string]any); len(files) != 1 || f["id"] != id || f["name"] != "one.pdf" || f["pretty_type"] != "PDF" || f["size"] != 5.0 || event["ts"] != ts {
			t.Fatalf("the event is %v", event)
		}
	})
}

func TestTheBotUploadsListsAndDeletesFiles(t *testing.T) {
	bothDoors(t, func(s script) {
		a := s.connects()
		f := s.succeeds("files.upload", "channels", General, "content", "12345", "filename", "five.txt", "title", "Five", "initial_comment", "look")["file"].(map[string]any)
		id := f["id"].(string)
		if f["size"] != 5.0 || f["title"] != "Five" || f["mimetype"] != "text/plain" || f["channels"].([]any)[0] != General {
			t.Errorf("the file is %v", f)
		}
		a.gets(`{"type":"file_created","file_id":"` + id + `"}`)
		a.gets(`{"type":"file_shared","file_id":"` + id + `","channel_id":"C0GENERAL"}`)
		a.gets(`{"type":"message","subtype":"file_share","user":"U00000BOT","text":"look"}`)
		if info := s.succeeds("files.info", "file", id)["file"].(map[string]any); info["name"] != "five.txt" {
			t.Errorf("files.info gives %v", info)
		}
		s.Share(Anna, Random, "", "hers.png", 1)
		for range 3 {
			a.next()
		}
		if got := s.listed("files.list", "files", "channel", General); got != "["+id+"]" {
			t.Errorf("the channel has %s", got)
		}
		hers := s.succeeds("files.list", "user", Anna)["files"].([]any)[0].(map[string]any)["id"].(string)
		s.isRefused("cant_delete_file", "files.delete", "file", hers)
		s.succeeds("files.delete", "file", id)
		a.gets(`{"type":"file_deleted","file_id":"` + id + `"}`)
		s.isRefused("file_not_found", "files.info", "file", id)
		s.isRefused("no_file_data", "files.upload", "channels", General)
		s.isRefused("invalid_channel", "files.upload", "channels", "C0", "content", "x")
	})
}
