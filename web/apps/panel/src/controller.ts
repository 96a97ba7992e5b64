import type { ActDetails, AgentAct, TeamEvent } from "@switchboard/protocol";
import { SocketClient, type Timers, type Wire } from "@switchboard/socket";
import { createStore, draftOf, inserted, newKey, NEW_PANEL, panel, unseen, type Mode, type Pending } from "@switchboard/state";
import type { Me, NewTicket, PanelApi } from "./api/panelApi";
import { DraftKeeper } from "./composer/draftKeeper";

interface Surroundings {
  me: Me;
  api: PanelApi;
  timers: Timers;
  openSocket: () => Wire;
  onSignedOut: () => void;
}

interface Writing {
  mode: Mode;
  /** Where the cursor stands. */
  caret: () => number;
}

type Sent = Pick<Pending, "id" | "conversationId" | "act" | "text" | "details">;

/** Carries out what the agent wants, and keeps the state in step with the gateway. */
export class PanelController {
  readonly store = createStore(panel, NEW_PANEL);
  readonly me: Me;
  private readonly socket: SocketClient<TeamEvent>;
  private readonly keeper: DraftKeeper;
  private open: string | null = null;
  private writing: Writing = { mode: "reply", caret: () => 0 };

  constructor(private readonly around: Surroundings) {
    this.me = around.me;
    this.keeper = new DraftKeeper({
      store: around.api,
      timers: around.timers,
      onRestored: (conversationId, mode, text) =>
        this.store.dispatch({ type: "drafted", conversationId, mode, text }),
      onOvertaken: (conversationId, mode) =>
        this.store.dispatch({ type: "overtaken", conversationId, mode }),
    });
    this.socket = new SocketClient<TeamEvent>({
      open: around.openSocket,
      timers: around.timers,
      lastNumber: (id) => this.store.get().conversations[id]?.log.last ?? 0,
      onFrame: (frame) => {
        this.store.dispatch({ type: "heard", frame });
        if (frame.frame === "events") this.fillHole(frame.conversation_id);
      },
      onConnection: (connection) => {
        this.store.dispatch({ type: "connection", connection });
        if (connection === "live") void this.loadComforts();
        if (connection === "ended") around.onSignedOut();
      },
      onOutcome: ({ id }, { status, problem, event }) => {
        const place = event ? { conversationId: event.conversation_id, number: event.seq } : null;
        this.store.dispatch({ type: "decided", decision: { id, status, problem, place } });
      },
    });
  }

  start(): void {
    this.socket.start();
  }

  stop(): void {
    this.socket.stop();
  }

  /** Shows a conversation, or none. */
  show(conversationId: string | null): void {
    if (this.open !== null) this.socket.unfollow(this.open);
    this.open = conversationId;
    if (conversationId === null) return;
    this.socket.follow(conversationId);
    void this.keeper.open(conversationId);
  }

  act(
    conversationId: string,
    act: AgentAct,
    text: string | null = null,
    details: ActDetails = {},
  ): void {
    const after = this.store.get().conversations[conversationId]?.log.last ?? 0;
    const wish = { id: newKey(), conversationId, act, text, details, askedAt: Date.now(), after };
    this.store.dispatch({ type: "asked", wish });
    this.send(wish);
  }

  /** Sends what nobody decided once more, under the same id. */
  retry(pending: Pending): void {
    this.store.dispatch({ type: "askedAgain", id: pending.id });
    this.send(pending);
  }

  /** Takes the conversation over and sends the refused text (rule D1). */
  takeOverAndSend(pending: Pending): void {
    this.dismiss(pending);
    this.act(pending.conversationId, "take_over");
    this.act(pending.conversationId, "send_message", pending.text);
  }

  /** Assigns a member who is offline, after it was asked whether that is meant (rule D4). */
  assignAnyway(pending: Pending): void {
    this.dismiss(pending);
    this.act(pending.conversationId, "assign", null, { ...pending.details, although_offline: true });
  }

  /** Tells the gateway whether the agent is at the panel (rule P1). */
  stand(away: boolean): void {
    this.socket.stand(away);
  }

  dismiss(pending: Pending): void {
    this.store.dispatch({ type: "forgotten", id: pending.id });
  }

  draft(conversationId: string, mode: Mode, text: string): void {
    this.store.dispatch({ type: "drafted", conversationId, mode, text });
    this.keeper.edited(conversationId, mode, text);
  }

  /** Told by the composer where the agent writes. */
  composing(writing: Writing): void {
    this.writing = writing;
  }

  /** Inserts a text where the agent writes. */
  insert(conversationId: string, insertion: string): void {
    const { mode, caret } = this.writing;
    const text = draftOf(this.store.get().drafts, conversationId, mode);
    this.draft(conversationId, mode, inserted(text, caret(), insertion).text);
  }

  async createTicket(conversationId: string, ticket: NewTicket): Promise<void> {
    const created = await this.around.api.createTicket(conversationId, ticket);
    this.store.dispatch({ type: "ticket", ticket: created });
  }

  async loadClosed(cursor: string | null): Promise<string | null> {
    const page = await this.around.api.closedConversations(cursor);
    this.store.dispatch({ type: "listed", conversations: page.conversations });
    return page.next;
  }

  /** The agent looked at the conversation, so what tells of it was seen. */
  async markSeen(conversationId: string): Promise<void> {
    const about = unseen(this.store.get().notifications).filter(
      (notification) => notification.conversation_id === conversationId,
    );
    await Promise.allSettled(about.map((told) => this.around.api.markSeen(told.notification_id)));
  }

  get api(): PanelApi {
    return this.around.api;
  }

  private send({ id, conversationId, act, text, details }: Sent) {
    const words = text === null ? {} : { text };
    this.socket.ask({ id, conversation_id: conversationId, act, ...words, ...details });
  }

  private fillHole(conversationId: string): void {
    if (this.store.get().conversations[conversationId]?.log.hasHole) this.socket.follow(conversationId);
  }

  /** Names and canned responses; the next connection asks again for what could not be had. */
  private async loadComforts(): Promise<void> {
    const { api } = this.around;
    const [members, canned] = await Promise.allSettled([api.members(), api.cannedResponses()]);
    if (members.status === "fulfilled") this.store.dispatch({ type: "members", members: members.value });
    if (canned.status === "fulfilled") this.store.dispatch({ type: "canned", canned: canned.value });
  }
}
