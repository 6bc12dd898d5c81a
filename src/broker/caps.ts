/** What the broker allows at most, whoever asks. None of it can be changed from outside. */
export const MOST_CAPTURE_SECONDS = 2 * 60 * 60;
export const MOST_CAPTURE_BYTES = 2 * 1024 * 1024 * 1024;
/** pktmon takes 32 filters; two are for ICMP. */
export const MOST_TARGETS = 30;
/** A trace: probes at a hop, hops, time, rest before the next, and text, which leaves in one frame. */
export const TRACE = { probes: 10, hops: 30, limitMs: 60_000, restMs: 1_000, characters: 30_000 };
/** Without a request and without a capture. */
export const IDLE_LIMIT_MS = 20 * 60_000;
export const AGE_LIMIT_MS = 4 * 60 * 60_000;
/** A started tool that has not said by then that it listens is ended. */
export const START_LIMIT_MS = 15_000;
/** How long a tool that is to stop may go on reading what passed before. */
export const CATCH_UP_LIMIT_MS = 1_000;
/** How long a stopped tool may take to hand over its last bytes, and a killed one to go by itself. */
export const STOP_LIMIT_MS = 10_000;
export const KILL_LIMIT_MS = 1_500;
