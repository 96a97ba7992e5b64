import type { Priority } from "@switchboard/protocol";
import { Button, Dialog } from "@switchboard/ui";
import { useId, useState, type SyntheticEvent } from "react";
import { ApiError } from "../api/http";
import { useController } from "../context";
import { explained, PRIORITY_NAMES } from "../words";
import styles from "./TicketDialog.module.css";

interface Props {
  conversationId: string;
  priority: Priority;
  email: string;
  onClose: () => void;
}

export function TicketDialog({ conversationId, priority, email, onClose }: Props) {
  const controller = useController();
  const id = useId();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const create = async (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const value = (name: string) => {
      const entry = form.get(name);
      return typeof entry === "string" ? entry.trim() : "";
    };
    setBusy(true);
    setProblem(null);
    try {
      await controller.createTicket(conversationId, {
        subject: value("subject"),
        description: value("description"),
        priority: value("priority") as Priority,
        user_email: value("email") || null,
      });
      onClose();
    } catch (error) {
      setProblem(explained(error instanceof ApiError ? error.problem : null));
      setBusy(false);
    }
  };

  return (
    <Dialog
      title="Create a ticket"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={`${id}-form`} look="primary" isBusy={isBusy}>
            Create ticket
          </Button>
        </>
      }
    >
      <form id={`${id}-form`} className={styles.form} onSubmit={(event) => void create(event)}>
        <label htmlFor={`${id}-subject`}>Subject</label>
        <input id={`${id}-subject`} name="subject" required maxLength={200} autoFocus />
        <label htmlFor={`${id}-description`}>Description</label>
        <textarea id={`${id}-description`} name="description" rows={4} maxLength={8000} />
        <label htmlFor={`${id}-priority`}>Priority</label>
        <select id={`${id}-priority`} name="priority" defaultValue={priority}>
          {Object.entries(PRIORITY_NAMES).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
        <label htmlFor={`${id}-email`}>User e-mail</label>
        <input id={`${id}-email`} name="email" type="email" defaultValue={email} />
        {problem && <p role="alert">{problem}</p>}
      </form>
    </Dialog>
  );
}
