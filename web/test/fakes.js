// Fake timers in Node, as they must be: in place before what they are to drive is
// imported.

import FakeTimers from "@sinonjs/fake-timers";

export const clock = FakeTimers.install({ toFake: ["setTimeout", "clearTimeout"] });
