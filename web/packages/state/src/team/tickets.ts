import type { TicketEvent } from "@switchboard/protocol";

/** The tickets that were heard of, each as its newest event has it. */
export type Tickets = Readonly<Record<string, TicketEvent>>;

/** The newest revision wins. */
export function ticketsHeard(tickets: Tickets, events: readonly TicketEvent[]): Tickets {
  const next = { ...tickets };
  for (const event of events) {
    const known = next[event.ticket_id];
    if (!known || known.revision <= event.revision) next[event.ticket_id] = event;
  }
  return next;
}

export function ticketsOf(tickets: Tickets, conversationId: string): readonly TicketEvent[] {
  return Object.values(tickets)
    .filter((ticket) => ticket.conversation_id === conversationId)
    .sort((a, b) => b.number - a.number);
}
