package core

// A Recorder keeps the last inputs of a machine, so that what it did can be looked at
// later, elsewhere. It keeps whole segments: each begins with a checkpoint, which is
// all that the machine knew then.
//
// A recording has no token, no address of a socket and no text that was sent: see
// secrets.
type Recorder struct {
	machine  *Machine
	secrets  *secrets
	segments [][]byte // the oldest first
	inputs   int      // in the newest one
}

// A recording holds the last few thousand inputs: whole segments, as many as these say.
const (
	segmentInputs = 1000
	maxSegments   = 4
)

// magic begins each recording. The digit is the version of the format.
const magic = "rtm-recording-1\n"

// Record has a recorder keep the machine's inputs from now on.
func (m *Machine) Record() *Recorder {
	r := &Recorder{machine: m, secrets: newSecrets(), inputs: segmentInputs}
	m.record = r.note
	return r
}

// note keeps an input that the machine is about to take.
func (r *Recorder) note(at Time, in Input) {
	if r.inputs == segmentInputs {
		c := &codec{secrets: r.secrets}
		c.machine(r.machine)
		r.segments = append(r.segments, c.data)
		r.inputs = 0
		if len(r.segments) > maxSegments {
			r.segments = append(r.segments[:0], r.segments[1:]...)
		}
	}
	newest := &r.segments[len(r.segments)-1]
	c := &codec{data: append(*newest, 1), secrets: r.secrets}
	codeTime(c, &at)
	c.input(&in)
	*newest = c.data
	r.inputs++
}

// Bytes gives the recording.
func (r *Recorder) Bytes() []byte {
	data := []byte(magic)
	for _, segment := range r.segments {
		data = append(append(data, segment...), 0)
	}
	return data
}

// Replay steps a machine through a recording, and has each input looked at, with its
// effects and the state after it. It fails if the data are no recording.
func Replay(recording []byte, look func(at Time, in Input, effects []Effect, state State)) error {
	if len(recording) < len(magic) || string(recording[:len(magic)]) != magic {
		return errRecording
	}
	c := &codec{data: recording[len(magic):], reading: true}
	for len(c.data) > 0 {
		m := &Machine{}
		c.machine(m)
		c.replayInputs(m, look)
		if c.err == nil && (len(c.data) == 0 || c.data[0] != 0) {
			c.fail()
		}
		if c.err != nil {
			return c.err
		}
		c.data = c.data[1:]
	}
	return nil
}

// replayInputs steps a machine through the inputs that follow.
func (c *codec) replayInputs(m *Machine, look func(Time, Input, []Effect, State)) {
	for c.err == nil && len(c.data) > 0 && c.data[0] == 1 {
		c.data = c.data[1:]
		var at Time
		var in Input
		codeTime(c, &at)
		c.input(&in)
		if c.err == nil {
			look(at, in, m.Step(at, in), m.state)
		}
	}
}
