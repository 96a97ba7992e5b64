import { CLOSE_CODES, type Attachment, type PublicEvent, type VisitorAct } from "@switchboard/protocol";
import { pauseAfter, SocketClient, type Timers, type Wire } from "@switchboard/socket";
import { attachmentAddress, createStore, newKey, NEW_WIDGET, targetOf, unreadCount, widget, type Pending } from "@switchboard/state";
import { isAnother, subjectOf } from "./api/proof";
import { becomeVisitor, chainOf, endVisitor, fileOf, identified, type Visitor } from "./api/visitorApi";
import type { Memory, Remembered } from "./host/memory";
import { save } from "./host/save";

interface Surroundings {
  site: string;
  memory: Memory;
  timers: Timers;
  openSocket: () => Wire;
  onUnread: (count: number) => void;
}

type Sent = Pick<Pending, "id" | "conversationId" | "act" | "text">;

/** Carries out what the visitor wants, and keeps the state in step with the gateway. */
export class WidgetController {
  readonly store = createStore(widget, NEW_WIDGET);
  private readonly socket: SocketClient<PublicEvent>;
  private token: string | null;
  private visitorId: string | null = null;
  /** Whom the host site vouched for; null for nobody. */
  private subject: string | null;
  private proof: string | null = null;
  private known: Remembered | null;
  /** Whose turn it is: what was begun for one visitor is nothing to the next. */
  private turn = 0;
  private followed: readonly string[] = [];
  private isStarted = false;
  private failures = 0;
  private lastKept = "";

  constructor(private readonly around: Surroundings) {
    this.known = around.memory.recall();
    this.token = this.known?.token ?? null;
    this.subject = this.known?.subject ?? null;
    this.store.dispatch({ type: "read", seen: this.known?.seen ?? {} });
    this.socket = new SocketClient<PublicEvent>({
      open: around.openSocket,
      timers: around.timers,
      token: () => this.token,
      lastNumber: (id) => this.store.get().logs[id]?.last ?? 0,
      onFrame: (frame) => {
        this.store.dispatch({ type: "heard", frame });
        if (frame.frame === "events") this.fillHole(frame.conversation_id);
      },
      onConnection: (connection, closeCode) => {
        this.store.dispatch({ type: "connection", connection });
        if (closeCode === CLOSE_CODES.notSignedIn) this.revoked();
      },
      onOutcome: ({ id }, { status, problem, event }) => {
        const place = event ? { conversationId: event.conversation_id, number: event.public_seq } : null;
        this.store.dispatch({ type: "decided", decision: { id, status, problem, place } });
      },
    });
    this.store.subscribe(() => this.changed());
  }

  /** Whoever talked here before is connected at once; anybody else when they open the chat. */
  start(): void {
    if (this.known) this.begin();
  }

  shown(isOpen: boolean): void {
    this.store.dispatch({ type: "shown", isOpen });
    if (isOpen) this.begin();
  }

  /** The host site says who is here; somebody else than before sees nothing of theirs (rule I3). */
  identify(proof: string): void {
    const isSomebodyElse = isAnother(this.subject, proof);
    if (isSomebodyElse) this.part();
    this.proof = proof;
    if (this.isStarted) void this.becomeSomebody();
    else if (isSomebodyElse && this.store.get().isOpen) this.begin();
  }

  /** Forgets at once, and then ends the token that nobody is to use any more (rules I3, I5). */
  signOut(): void {
    this.part();
    if (this.store.get().isOpen) this.begin();
  }

  act(act: VisitorAct, text: string | null = null): void {
    const state = this.store.get();
    const conversationId = targetOf(state);
    if (conversationId === null) return;
    const after = state.logs[conversationId]?.last ?? 0;
    const wish = { id: newKey(), conversationId, act, text, askedAt: Date.now(), after };
    this.store.dispatch({ type: "asked", wish });
    this.send(wish);
  }

  /** Asks for a human; a conversation that does not exist yet is opened first. */
  askForHuman(): void {
    const { current, logs } = this.store.get();
    if (current !== null && (logs[current]?.last ?? 0) === 0) this.act("open");
    this.act("request_human");
  }

  /** Sends what nobody decided once more, under the same id. */
  retry(pending: Pending): void {
    this.store.dispatch({ type: "askedAgain", id: pending.id });
    this.send(pending);
  }

  dismiss(pending: Pending): void {
    this.store.dispatch({ type: "forgotten", id: pending.id });
  }

  draft(text: string): void {
    this.store.dispatch({ type: "drafted", text });
  }

  /** Has the browser save a file; one that cannot be had now can be asked for again. */
  async download(file: Attachment): Promise<void> {
    if (this.token === null) return;
    const bytes = await fileOf(attachmentAddress(file), this.token).catch(() => null);
    if (bytes !== null) save(bytes, file.name);
  }

  reconnect(): void {
    if (this.followed.length > 0) this.socket.start();
  }

  private begin(): void {
    if (this.isStarted) return;
    this.isStarted = true;
    void this.becomeSomebody();
  }

  private async becomeSomebody(): Promise<void> {
    const turn = ++this.turn;
    try {
      const known = await becomeVisitor(this.around.site, this.token);
      if (turn !== this.turn) return;
      const visitor = await this.vouchedFor(known);
      const chain = await chainOf(visitor);
      if (turn === this.turn) this.become(visitor, chain);
    } catch {
      if (turn !== this.turn) return;
      this.store.dispatch({ type: "connection", connection: "lost" });
      this.beginLater();
    }
  }

  private async vouchedFor(visitor: Visitor): Promise<Visitor> {
    return (this.proof === null ? null : await identified(visitor, this.proof)) ?? visitor;
  }

  private become(visitor: Visitor, chain: readonly string[]): void {
    const isNew = this.visitorId !== null && visitor.visitor_id !== this.visitorId;
    const vouched = this.proof === null ? this.subject : subjectOf(this.proof);
    this.token = visitor.token;
    this.visitorId = visitor.visitor_id;
    this.subject = visitor.person_id == null ? null : vouched;
    if (isNew) this.forgetShown();
    this.store.dispatch({ type: "began", chain, ownEmail: visitor.email ?? null });
    this.remember();
    this.socket.start();
  }

  private beginLater(): void {
    this.failures += 1;
    const { turn } = this;
    const pause = pauseAfter(this.failures, this.around.timers.random());
    this.around.timers.after(pause, () => turn === this.turn && void this.becomeSomebody());
  }

  /** The token opens nothing any more: here, in another tab or by the team. */
  private revoked(): void {
    this.leave();
    this.isStarted = true;
    this.beginLater();
  }

  private part(): void {
    const token = this.token;
    this.leave();
    if (token !== null) void endVisitor(token).catch(() => undefined); // unused it ends by itself
  }

  private leave(): void {
    this.turn += 1;
    this.isStarted = false;
    this.token = this.visitorId = this.subject = this.proof = this.known = null;
    this.forgetShown();
    this.around.memory.forget();
  }

  private forgetShown(): void {
    this.socket.stop();
    this.followed = [];
    this.lastKept = "";
    this.store.dispatch({ type: "left" });
  }

  private send({ id, conversationId, act, text }: Sent): void {
    this.socket.ask({ id, conversation_id: conversationId, act, ...(text === null ? {} : { text }) });
  }

  private fillHole(conversationId: string): void {
    if (this.store.get().logs[conversationId]?.hasHole) this.socket.follow(conversationId);
  }

  /** Every conversation of the chain is followed; what is unread and what was read is told on. */
  private changed(): void {
    const state = this.store.get();
    for (const id of state.chain) if (!this.followed.includes(id)) this.socket.follow(id);
    for (const id of this.followed) if (!state.chain.includes(id)) this.socket.unfollow(id);
    this.followed = state.chain;
    this.around.onUnread(unreadCount(state));
    this.remember();
  }

  private remember(): void {
    if (this.token === null) return;
    const remembered = { token: this.token, subject: this.subject, seen: this.store.get().seen };
    const text = JSON.stringify(remembered);
    if (text === this.lastKept) return;
    this.lastKept = text;
    this.around.memory.keep(remembered);
  }
}
