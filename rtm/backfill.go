package rtm

import (
	"context"

	"rtmwasm/rtm/core"
)

// backfill asks Config.Backfill for what a gap has missed.
func (c *Client) backfill(e core.Fill) {
	c.stopBackfill()
	ctx, cancel := context.WithCancel(context.Background())
	c.fill = cancel
	go func() {
		filled, frames := core.Filled{Fill: e.Fill, Err: errEnded("Config.Backfill")}, [][]byte(nil)
		defer func() { c.put(input{Input: filled, frames: frames}) }()
		frames, filled.Err = c.config.Backfill(ctx, Gap(e.Gap))
		for _, text := range frames {
			filled.Frames = append(filled.Frames, core.ReadMembers(text))
		}
	}()
}

func (c *Client) stopBackfill() {
	if c.fill != nil {
		c.fill()
		c.fill = nil
	}
}
