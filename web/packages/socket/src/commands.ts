import { isUndecided, type Command, type OutcomeFrame } from "@switchboard/protocol";
import type { Cancel, Timers } from "./timers";

const REPEAT_AFTER_MS = 1_000;
const NO_OUTCOME_AFTER_MS = 8_000;
const GIVE_UP_AFTER_MS = 30_000;

interface Open {
  command: Command;
  firstSentAt: number | null;
  cancel: Cancel;
}

export interface CommandsOptions<E> {
  timers: Timers;
  /** Sends a command if its conversation may be written to now; false if it may not. */
  send(command: Command): boolean;
  /** The command is decided, or nobody can tell after 30 s; then the same id may be asked again. */
  decided(command: Command, outcome: OutcomeFrame<E>): void;
}

/** Commands that have no outcome yet: repeated under the same id until they have one (rule N5). */
export class Commands<E> {
  private readonly open = new Map<string, Open>();

  constructor(private readonly options: CommandsOptions<E>) {}

  ask(command: Command): void {
    if (this.open.has(command.id)) return;
    const open = { command, firstSentAt: null, cancel: () => undefined };
    this.open.set(command.id, open);
    this.send(open);
  }

  /** Everything undecided of a conversation goes out again, in the order it was asked. */
  repeat(conversationId: string): void {
    for (const open of this.open.values()) {
      if (open.command.conversation_id === conversationId) this.send(open);
    }
  }

  hear(outcome: OutcomeFrame<E>): void {
    const open = this.open.get(outcome.id);
    if (!open) return;
    if (isUndecided(outcome.status) && !this.isHopeless(open)) {
      this.sendLater(open, REPEAT_AFTER_MS);
      return;
    }
    open.cancel();
    this.open.delete(outcome.id);
    this.options.decided(open.command, outcome);
  }

  /** The connection is gone: nothing is repeated until it is back. */
  pause(): void {
    for (const open of this.open.values()) open.cancel();
  }

  forget(): void {
    this.pause();
    this.open.clear();
  }

  private send(open: Open): void {
    open.cancel();
    if (!this.options.send(open.command)) return;
    open.firstSentAt ??= this.options.timers.now();
    open.cancel = this.options.timers.after(NO_OUTCOME_AFTER_MS, () => this.missed(open));
  }

  private missed(open: Open): void {
    this.hear({ frame: "outcome", id: open.command.id, status: 202 });
  }

  private sendLater(open: Open, milliseconds: number): void {
    open.cancel();
    open.cancel = this.options.timers.after(milliseconds, () => this.send(open));
  }

  private isHopeless(open: Open): boolean {
    const since = open.firstSentAt;
    return since !== null && this.options.timers.now() - since >= GIVE_UP_AFTER_MS;
  }
}
