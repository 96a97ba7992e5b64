import {
  CLOSE_CODES,
  readFrame,
  type ClientFrame,
  type Command,
  type OutcomeFrame,
  type ServerFrame,
} from "@switchboard/protocol";
import { pauseAfter } from "./backoff";
import { Commands } from "./commands";
import { Heartbeat } from "./heartbeat";
import type { Cancel, Timers } from "./timers";

const READY_WITHIN_MS = 10_000;
const STEADY_AFTER_MS = 10_000;
const OPEN = 1;
const NEVER: Cancel = () => undefined;

/** `ended`: the server does not want us (back); nothing happens until `start`. */
export type Connection = "connecting" | "live" | "lost" | "ended";

/** The part of the browser's WebSocket that is used. */
export type Wire = Pick<
  WebSocket,
  "send" | "close" | "onopen" | "onmessage" | "onclose" | "readyState"
>;

export interface SocketOptions<E> {
  /** Opens a new socket. */
  open(): Wire;
  timers: Timers;
  /** A visitor's token, sent in the first frame; agents have a cookie. */
  token?(): string | null;
  /** The last number that the client holds of a conversation; 0 for none. */
  lastNumber(conversationId: string): number;
  onFrame(frame: ServerFrame<E>): void;
  onConnection(connection: Connection, closeCode?: number): void;
  onOutcome(command: Command, outcome: OutcomeFrame<E>): void;
}

/** Follows conversations and asks things of them across reconnects, without a hole. */
export class SocketClient<E> {
  private wire: Wire | null = null;
  private failures = 0;
  private isReady = false;
  private isAway = false;
  private readonly followed = new Set<string>();
  private readonly caughtUp = new Set<string>();
  private readonly commands: Commands<E>;
  private readonly heartbeat: Heartbeat;
  private next: Cancel = NEVER;

  constructor(private readonly options: SocketOptions<E>) {
    this.commands = new Commands<E>({
      timers: options.timers,
      send: (command) => this.sendCommand(command),
      decided: (command, outcome) => options.onOutcome(command, outcome),
    });
    this.heartbeat = new Heartbeat(
      options.timers,
      () => this.send({ frame: "ping" }),
      () => this.giveUp(this.wire),
    );
  }

  /** Connects now, also when a later attempt is planned. */
  start(): void {
    this.drop();
    this.connect();
  }

  /** Ends the connection and forgets what was asked and followed. */
  stop(): void {
    this.drop();
    this.followed.clear();
    this.commands.forget();
  }

  /** Follows a conversation from the client's last number; again after a hole was seen. */
  follow(conversationId: string): void {
    this.followed.add(conversationId);
    this.caughtUp.delete(conversationId);
    if (this.isReady) this.subscribe(conversationId);
  }

  unfollow(conversationId: string): void {
    if (!this.followed.delete(conversationId)) return;
    this.caughtUp.delete(conversationId);
    if (this.isReady) this.send({ frame: "unsubscribe", conversation_id: conversationId });
  }

  /** Asks something; waits for the connection, and for what was missed, if it must (rule N6). */
  ask(command: Omit<Command, "frame">): void {
    this.commands.ask({ frame: "command", ...command });
  }

  /** Says whether the person is there; said again after each reconnect (rule P1). */
  stand(away: boolean): void {
    this.isAway = away;
    if (this.isReady) this.send({ frame: "standing", away });
  }

  private connect(): void {
    this.options.onConnection("connecting");
    const wire = this.options.open();
    this.wire = wire;
    this.next = this.options.timers.after(READY_WITHIN_MS, () => this.giveUp(wire));
    wire.onopen = () => {
      const token = this.options.token?.();
      if (token != null) this.send({ frame: "authenticate", token });
    };
    wire.onmessage = (event: MessageEvent) => this.hear(String(event.data));
    wire.onclose = (event) => this.lost(wire, event.code);
  }

  private hear(text: string): void {
    const frame = readFrame<E>(text);
    if (!frame) return;
    this.heartbeat.heard();
    if (frame.frame === "ready") this.becomeReady();
    this.options.onFrame(frame);
    if (frame.frame === "subscribed") {
      this.caughtUp.add(frame.conversation_id);
      this.commands.repeat(frame.conversation_id);
    } else if (frame.frame === "outcome") {
      this.commands.hear(frame);
    }
  }

  private becomeReady(): void {
    this.isReady = true;
    this.next();
    this.next = this.options.timers.after(STEADY_AFTER_MS, () => (this.failures = 0));
    this.heartbeat.start();
    if (this.isAway) this.stand(true);
    this.options.onConnection("live");
    for (const conversation of this.followed) this.subscribe(conversation);
  }

  private subscribe(conversationId: string): void {
    const after = this.options.lastNumber(conversationId);
    this.send({ frame: "subscribe", conversation_id: conversationId, after });
  }

  private sendCommand(command: Command): boolean {
    const where = command.conversation_id;
    const isBehind = this.followed.has(where) && !this.caughtUp.has(where);
    if (!this.isReady || isBehind) return false;
    this.send(command);
    return true;
  }

  private send(frame: ClientFrame): void {
    if (this.wire?.readyState === OPEN) this.wire.send(JSON.stringify(frame));
  }

  /** A socket that says nothing may never say that it is closed, so that is not waited for. */
  private giveUp(wire: Wire | null): void {
    if (wire) this.lost(wire, 1006);
  }

  private lost(wire: Wire, code: number): void {
    if (wire !== this.wire) return;
    this.drop();
    if (code === CLOSE_CODES.notSignedIn || code === CLOSE_CODES.foreignOrigin) {
      this.options.onConnection("ended", code);
      return;
    }
    this.failures += 1;
    this.options.onConnection("lost", code);
    const pause = pauseAfter(this.failures, this.options.timers.random());
    this.next = this.options.timers.after(pause, () => this.connect());
  }

  private drop(): void {
    const wire = this.wire;
    this.wire = null;
    this.isReady = false;
    this.caughtUp.clear();
    this.commands.pause();
    this.heartbeat.stop();
    this.next();
    wire?.close();
  }
}
