package core

// A Recorder keeps the last inputs of a machine, so that what it did can be looked at
// later, elsewhere. It keeps whole segments: each begins with a checkpoint, which is
// all that the machine knew then.
//
// A recording has no token, no address of a socket and no text that was sent: see
// secrets.
type Recorder struct {
	machine  *Machine
	kept     encoder // the recording
	segments []segment
	inputs   int  // the place of the newest segment's inputs
	goesOn   bool // the newest segment is of this machine
}

// A segment of a recording: a checkpoint and inputs.
type segment struct {
	begin  int // its place
	inputs int // how many there are
}

// How much is kept. A segment ends when it has as many inputs, or bytes of them; the
// oldest ones go when all have more than maxInputs, or maxBytes.
const (
	segmentInputs = 1000
	segmentBytes  = 128 << 10
	maxInputs     = 5 * segmentInputs
	maxBytes      = 5 * segmentBytes
)

// magic begins each recording. The digit is the version of the format.
const magic = "rtm-recording-3\n"

// NewRecorder makes a recorder. What is secret besides what inputs have as such, it is told:
// nobody knows what stands in the text of an error.
func NewRecorder(secrets ...string) *Recorder {
	return &Recorder{kept: encoder{data: []byte(magic), secrets: newSecrets(secrets)}}
}

// RecordTo has a recorder keep the machine's inputs from now on, behind those that it has
// of others.
func (m *Machine) RecordTo(r *Recorder) {
	m.recorder = r
	r.machine, r.goesOn = m, false
}

// Kept is the recording as it grows. Whoever finds it after the death of the program finds
// the end of the last input missing, perhaps.
func (r *Recorder) Kept() *[]byte { return &r.kept.data }

// Recording gives a copy of the recording, which ends with a checkpoint.
func (r *Recorder) Recording() []byte {
	if r.goesOn && r.segments[len(r.segments)-1].inputs > 0 {
		r.beginSegment()
	}
	return append([]byte{}, r.kept.data...)
}

// note keeps an input that the machine is about to take.
func (r *Recorder) note(at Time, in Input) {
	r.begin(at)
	r.kept.input(in)
}

// noteReceived is note for a frame. To make an Input of it takes longer than to write it.
func (r *Recorder) noteReceived(at Time, in *Received) {
	r.begin(at)
	r.kept.data = appendReceived(append(r.kept.data, receivedType), in, r.kept.secrets)
}

// begin begins a part that is an input.
func (r *Recorder) begin(at Time) {
	if !r.goesOn || r.isFull() {
		r.beginSegment()
	}
	r.segments[len(r.segments)-1].inputs++
	r.kept.data = appendTime(append(r.kept.data, inputPart), at)
}

// isFull reports whether the newest segment ends. One whose checkpoint is large, since much
// waits to be sent, takes inputs of as many bytes: to write such ones takes long.
func (r *Recorder) isFull() bool {
	newest := &r.segments[len(r.segments)-1]
	return newest.inputs >= segmentInputs || len(r.kept.data)-r.inputs >= max(segmentBytes, r.inputs-newest.begin)
}

func (r *Recorder) beginSegment() {
	r.dropOldest()
	if len(r.segments) > 0 && cap(r.kept.data) < maxBytes {
		// To grow step by step would leave memory behind that wasm never gives back.
		r.kept.data = append(make([]byte, 0, maxBytes+segmentBytes), r.kept.data...)
	}
	r.kept.secrets.forget(len(r.segments))
	r.segments = append(r.segments, segment{begin: len(r.kept.data)})
	kind := beginPart
	if r.goesOn {
		kind = checkpointPart
	}
	r.kept.data = append(r.kept.data, kind)
	r.kept.machine(r.machine)
	r.inputs, r.goesOn = len(r.kept.data), true
}

// dropOldest makes room for another segment, but keeps the newest.
func (r *Recorder) dropOldest() {
	inputs := segmentInputs
	for _, s := range r.segments {
		inputs += s.inputs
	}
	for len(r.segments) > 1 && (inputs > maxInputs || len(r.kept.data)+segmentBytes > maxBytes) {
		end := r.segments[1].begin
		size := end - r.segments[0].begin
		inputs -= r.segments[0].inputs
		r.kept.data = append(r.kept.data[:len(magic)], r.kept.data[end:]...)
		r.segments = append(r.segments[:0], r.segments[1:]...)
		for i := range r.segments {
			r.segments[i].begin -= size
		}
	}
}
