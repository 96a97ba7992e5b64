import { ticketsOf } from "@switchboard/state";
import { Button } from "@switchboard/ui";
import { useState } from "react";
import { usePanel } from "../context";
import type { ShownConversation } from "../conversation/useConversation";
import { TicketCard } from "./TicketCard";
import { TicketDialog } from "./TicketDialog";
import styles from "./TicketsTab.module.css";

interface Props {
  conversationId: string;
  conversation: ShownConversation;
}

export function TicketsTab({ conversationId, conversation }: Props) {
  const [isCreating, setCreating] = useState(false);
  const tickets = ticketsOf(usePanel().tickets, conversationId);
  const { snapshot, control } = conversation;
  return (
    <section className={styles.tickets}>
      <Button icon="ticket" onClick={() => setCreating(true)}>
        Create Ticket
      </Button>
      {tickets.length === 0 && <p className={styles.empty}>No ticket belongs to this conversation yet.</p>}
      <ul aria-label="Tickets">
        {tickets.map((ticket) => (
          <li key={ticket.ticket_id}>
            <TicketCard ticket={ticket} />
          </li>
        ))}
      </ul>
      {isCreating && (
        <TicketDialog
          conversationId={conversationId}
          priority={snapshot?.priority ?? "medium"}
          email={control.userEmail ?? snapshot?.user_email ?? ""}
          onClose={() => setCreating(false)}
        />
      )}
    </section>
  );
}
