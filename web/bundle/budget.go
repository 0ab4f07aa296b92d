package main

import (
	"fmt"
	"log"
	"strings"
)

// loadedFirst are the files that a page loads before it can do anything.
var loadedFirst = []string{"rtm.js", "rtm.engine.js", "rtm.wasm"}

// budget is how many bytes, with brotli, they may have together.
const budget = 700_000

// margin is by how much of it, in percent, a build may exceed it without failing. The
// files hold hashes of one another, so that any change moves their compressed sizes by
// a few bytes.
const margin = 2

// hold fails if the files are over the budget by more than the margin, and warns if they
// are over it at all.
func hold(budget int, sizes map[string]int) error {
	sum := 0
	for _, name := range loadedFirst {
		sum += sizes[name]
	}
	fmt.Printf("%s together: %d bytes with brotli, of %d\n", strings.Join(loadedFirst, ", "), sum, budget)
	if sum <= budget {
		return nil
	}
	over := fmt.Errorf("%d bytes with brotli are over the budget of %d: find out what grew, for instance by what rtm.wasm is made of (see above), in this build and an earlier one", sum, budget)
	if sum > budget+budget*margin/100 {
		return over
	}
	log.Printf("WARNING: %v", over)
	return nil
}
