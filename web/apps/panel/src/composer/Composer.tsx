import { draftOf, withMemberIds, type Edit, type Mode } from "@switchboard/state";
import { Button, Icon } from "@switchboard/ui";
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent } from "react";
import { useController, usePanel } from "../context";
import type { ShownConversation } from "../conversation/useConversation";
import { hintFor } from "./hints";
import { ModeSwitch } from "./ModeSwitch";
import { optionId, SuggestionList } from "./SuggestionList";
import { useSuggestions } from "./useSuggestions";
import { useValues } from "./useValues";
import styles from "./Composer.module.css";

interface Props {
  conversationId: string;
  conversation: ShownConversation;
}

/** Where an agent writes: to the user, or a note to the team. */
export function Composer({ conversationId, conversation }: Props) {
  const controller = useController();
  const { drafts, members, overtaken } = usePanel();
  const [chosen, setMode] = useState<Mode>("reply");
  /** Where the cursor stands; nowhere while the agent is not writing. */
  const [caret, setCaret] = useState<number | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  const moveTo = useRef<number | null>(null);
  const listId = useId();
  const isClosed = conversation.control.status === "closed";
  const mode = isClosed ? "note" : chosen;
  const text = draftOf(drafts, conversationId, mode);
  const isReady = conversation.isLive && text.trim() !== "";

  const edit = (edited: Edit) => {
    controller.draft(conversationId, mode, edited.text);
    setCaret(edited.caret);
  };
  const choice = (edited: Edit) => {
    moveTo.current = edited.caret;
    edit(edited);
  };
  const values = useValues(conversationId, conversation);
  const { suggestions, current, choose, onKey } = useSuggestions({ text, caret, values, onEdit: choice });

  // The browser would leave the cursor at the end of a text that changed otherwise than by typing.
  useLayoutEffect(() => {
    if (moveTo.current !== null) box.current?.setSelectionRange(moveTo.current, moveTo.current);
    moveTo.current = null;
  }, [text]);
  useLayoutEffect(() => controller.composing({ mode, caret: () => box.current?.selectionStart ?? text.length }));

  const send = () => {
    if (!isReady) return;
    controller.act(conversationId, mode === "note" ? "add_note" : "send_message", withMemberIds(text, members));
    edit({ text: "", caret: 0 });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (onKey(event)) return;
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  const isOvertaken = overtaken?.conversationId === conversationId && overtaken.mode === mode && text !== "";
  const hint = isOvertaken
    ? "Another window had changed this draft; what stands here has taken its place."
    : conversation.isLive
    ? hintFor(mode, conversation.control, controller.me.member_id)
    : "Waiting for the connection…";

  return (
    <section className={styles.composer} data-mode={mode} aria-label="Write">
      <ModeSwitch mode={mode} isClosed={isClosed} onMode={setMode} />
      <div className={styles.writing}>
        {suggestions.length > 0 && (
          <SuggestionList id={listId} suggestions={suggestions} current={current} onChoose={choose} />
        )}
        <textarea
          ref={box}
          aria-label={mode === "note" ? "Internal note" : "Reply to the user"}
          aria-controls={suggestions.length > 0 ? listId : undefined}
          aria-activedescendant={suggestions.length > 0 ? optionId(listId, current) : undefined}
          placeholder={mode === "note" ? "Write a note that only the team sees…" : "Write a reply…"}
          rows={3}
          value={text}
          onChange={({ target }) => edit({ text: target.value, caret: target.selectionStart })}
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart)}
          onBlur={() => setCaret(null)}
          onKeyDown={onKeyDown}
        />
      </div>
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
