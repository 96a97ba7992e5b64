import type { TicketEvent, TicketStatus } from "@switchboard/protocol";
import { useState } from "react";
import { ApiError } from "../api/http";
import { useController } from "../context";
import { PriorityMark } from "../inbox/PriorityMark";
import { explained, TICKET_STATUS_NAMES } from "../words";
import styles from "./TicketsTab.module.css";

export function TicketCard({ ticket }: { ticket: TicketEvent }) {
  const controller = useController();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const setStatus = async (status: TicketStatus) => {
    setBusy(true);
    setProblem(null);
    try {
      const changed = await controller.api.setTicketStatus(ticket.ticket_id, status);
      controller.store.dispatch({ type: "ticket", ticket: changed });
    } catch (error) {
      setProblem(explained(error instanceof ApiError ? error.problem : null));
    }
    setBusy(false);
  };

  return (
    <article className={styles.ticket} aria-label={`Ticket ${ticket.number}`}>
      <header>
        <b>#{ticket.number}</b>
        <PriorityMark priority={ticket.priority} />
      </header>
      <h3>{ticket.subject}</h3>
      {ticket.description && <p>{ticket.description}</p>}
      {ticket.user_email && <p>{ticket.user_email}</p>}
      <select
        aria-label={`Status of ticket ${ticket.number}`}
        value={ticket.status}
        disabled={isBusy}
        data-status={ticket.status}
        onChange={(event) => void setStatus(event.target.value as TicketStatus)}
      >
        {Object.entries(TICKET_STATUS_NAMES).map(([status, name]) => (
          <option key={status} value={status}>
            {name}
          </option>
        ))}
      </select>
      {problem && <p role="alert">{problem}</p>}
    </article>
  );
}
