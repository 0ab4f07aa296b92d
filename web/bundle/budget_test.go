package main

import "testing"

func TestABuildOverItsBudgetByAHashPasses(t *testing.T) {
	b := budget{[]string{"rtm.js", "rtm.engine.js"}, 1000}
	if err := b.hold(map[string]int{"rtm.js": 600, "rtm.engine.js": 420, "rtm.wasm": 9000}); err != nil {
		t.Errorf("1020 bytes of 1000: %v", err)
	}
}

func TestABuildOverItsBudgetByMoreFails(t *testing.T) {
	b := budget{[]string{"rtm.js", "rtm.engine.js"}, 1000}
	if err := b.hold(map[string]int{"rtm.js": 600, "rtm.engine.js": 421}); err == nil {
		t.Error("1021 bytes of 1000 passed")
	}
}
