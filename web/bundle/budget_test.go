package main

import "testing"

func TestABuildOverItsBudgetByAHashPasses(t *testing.T) {
	if err := hold(1000, map[string]int{"rtm.js": 100, "rtm.engine.js": 120, "rtm.wasm": 800, "rtm.worker.js": 9000}); err != nil {
		t.Errorf("1020 bytes of 1000: %v", err)
	}
}

func TestABuildOverItsBudgetByMoreFails(t *testing.T) {
	if err := hold(1000, map[string]int{"rtm.js": 100, "rtm.engine.js": 121, "rtm.wasm": 800}); err == nil {
		t.Error("1021 bytes of 1000 passed")
	}
}
