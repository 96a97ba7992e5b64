import type { Cancel, Timers } from "./timers";

const PING_EVERY_MS = 20_000;
const SILENCE_MS = 45_000;

/** Keeps a connection alive, and notices when the other side no longer says anything. */
export class Heartbeat {
  private pinging: Cancel = () => undefined;
  private listening: Cancel = () => undefined;

  constructor(
    private readonly timers: Timers,
    private readonly ping: () => void,
    private readonly silent: () => void,
  ) {}

  start(): void {
    this.pinging();
    this.pinging = this.timers.after(PING_EVERY_MS, () => {
      this.ping();
      this.start();
    });
  }

  heard(): void {
    this.listening();
    this.listening = this.timers.after(SILENCE_MS, this.silent);
  }

  stop(): void {
    this.pinging();
    this.listening();
  }
}
