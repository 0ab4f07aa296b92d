//go:build !js

package rtm_test

// schedules is how many TestModel draws.
const schedules = 2000
