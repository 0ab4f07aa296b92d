package core

import (
	"errors"
	"reflect"
	"strings"
)

// Replay steps a machine through a recording, and has each input looked at, with its
// effects and the state after it. It fails if the data are no recording, or if the
// machine does not come to a checkpoint as the recorded one did. What the death of the
// program has cut short at the end is not looked at.
func Replay(recording []byte, look func(at Time, in Input, effects []Effect, state State)) error {
	return replay(recording, look, func(replayed, recorded *Machine) error {
		if !reflect.DeepEqual(throughRecording(replayed), recorded) {
			return errDiverged
		}
		return nil
	})
}

var errDiverged = errors.New("rtm/core: the replay comes to another state than the recorded machine did")

// replay is Replay, with what compares the machine with a checkpoint.
func replay(recording []byte, look func(Time, Input, []Effect, State), compare func(replayed, recorded *Machine) error) error {
	rest, ok := strings.CutPrefix(string(recording), magic)
	if !ok {
		return errRecording
	}
	var m *Machine
	d := &decoder{data: []byte(rest)}
	for len(d.data) > 0 {
		kind := d.take(1)[0]
		switch {
		case kind == inputPart && m != nil:
			at, in := d.time(), d.input()
			if d.err != nil {
				return nil
			}
			look(at, in, m.Step(at, in), m.state)
		case kind == beginPart || kind == checkpointPart:
			recorded := d.machine()
			switch {
			case d.err != nil && m == nil:
				return d.err
			case d.err != nil:
				return nil
			}
			if kind == checkpointPart && m != nil {
				if err := compare(m, recorded); err != nil {
					return err
				}
			}
			m = recorded
		default:
			return errRecording
		}
	}
	return nil
}

// throughRecording gives a machine as it comes out of a recording.
func throughRecording(m *Machine) *Machine {
	e := &encoder{}
	e.machine(m)
	return (&decoder{data: e.data}).machine()
}
