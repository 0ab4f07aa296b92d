// All measurements, by the name that ./build.sh bench takes.

import { answering } from "./answering.js";
import { flood } from "./flood.js";
import { memory } from "./memory.js";
import { overNetwork } from "./network.js";
import { pipeline } from "./pipeline.js";
import { ready } from "./ready.js";
import { roundTrip } from "./roundtrip.js";
import { second } from "./second.js";

export const measures = {
  flood: [flood("flood", { count: 5000, rounds: 2, turns: 40 })],
  answering: [answering],
  roundtrip: [roundTrip],
  pipeline: [pipeline],
  ready: [ready],
  network: [
    overNetwork("ready 100 ms", { latency: 100, megabits: 50 }),
    overNetwork("ready 150 ms", { latency: 150, megabits: 10 }),
    overNetwork("ready again", { latency: 100, megabits: 50 }, true),
  ],
  second: [second],
  memory: [memory],
  // How the cost of a message grows.
  growth: [
    flood("200 B", { bytes: 200 }),
    flood("2 KB", { bytes: 2048 }),
    flood("64 KB", { bytes: 65_536, count: 250 }),
    flood("10 listeners", { listeners: 10 }),
    flood("50 listeners", { listeners: 50 }),
    flood("10 clients", { clients: 10, count: 250 }),
  ],
};
