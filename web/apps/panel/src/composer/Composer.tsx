import { draftOf, type Mode } from "@switchboard/state";
import { Button, Icon } from "@switchboard/ui";
import { useState, type KeyboardEvent } from "react";
import { useController, usePanel } from "../context";
import type { ShownConversation } from "../conversation/useConversation";
import { hintFor } from "./hints";
import { ModeSwitch } from "./ModeSwitch";
import styles from "./Composer.module.css";

interface Props {
  conversationId: string;
  conversation: ShownConversation;
}

/** Where an agent writes: to the user, or a note to the team. */
export function Composer({ conversationId, conversation }: Props) {
  const controller = useController();
  const { drafts } = usePanel();
  const [chosen, setMode] = useState<Mode>("reply");
  const isClosed = conversation.control.status === "closed";
  const mode = isClosed ? "note" : chosen;
  const text = draftOf(drafts, conversationId, mode);
  const isReady = conversation.isLive && text.trim() !== "";

  const send = () => {
    if (!isReady) return;
    controller.act(conversationId, mode === "note" ? "add_note" : "send_message", text);
    controller.draft(conversationId, mode, "");
  };

  const sendOnEnter = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  const hint = conversation.isLive
    ? hintFor(mode, conversation.control, controller.me.member_id)
    : "Waiting for the connection…";

  return (
    <section className={styles.composer} data-mode={mode} aria-label="Write">
      <ModeSwitch mode={mode} isClosed={isClosed} onMode={setMode} />
      <textarea
        aria-label={mode === "note" ? "Internal note" : "Reply to the user"}
        placeholder={mode === "note" ? "Write a note that only the team sees…" : "Write a reply…"}
        rows={3}
        value={text}
        onChange={(event) => controller.draft(conversationId, mode, event.target.value)}
        onKeyDown={sendOnEnter}
      />
      <footer className={styles.footer}>
        <p>{hint}</p>
        <Button look="primary" disabled={!isReady} onClick={send}>
          <Icon name={mode === "note" ? "lock" : "send"} size={16} />
          {mode === "note" ? "Add note" : "Send"}
        </Button>
      </footer>
    </section>
  );
}
