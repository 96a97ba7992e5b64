import type { AgentAct } from "@switchboard/protocol";
import { Button, type IconName } from "@switchboard/ui";
import { useState } from "react";
import { useController } from "../context";
import { CloseDialog } from "./CloseDialog";
import type { ShownConversation } from "./useConversation";
import styles from "./Actions.module.css";

interface Offer {
  act: AgentAct;
  name: string;
  icon: IconName;
  look: "primary" | "secondary" | "quiet";
}

const ACCEPT: Offer = { act: "accept", name: "Accept", icon: "hand", look: "primary" };
const TAKE_OVER: Offer = { act: "take_over", name: "Take over", icon: "hand", look: "primary" };
const RETURN: Offer = { act: "return_to_ai", name: "Return to AI", icon: "sparkles", look: "secondary" };
const CLOSE: Offer = { act: "close", name: "Close", icon: "check", look: "secondary" };

interface Props {
  conversationId: string;
  conversation: ShownConversation;
}

/** The acts that the conversation's status allows; whether they succeed is decided elsewhere. */
export function Actions({ conversationId, conversation }: Props) {
  const controller = useController();
  const [isClosing, setClosing] = useState(false);
  const busy = conversation.acts.filter(({ state }) => state === "sending" || state === "stored");

  const press = (act: AgentAct) => {
    if (act === "close") setClosing(true);
    else controller.act(conversationId, act);
  };

  return (
    <div className={styles.actions} role="group" aria-label="Actions">
      {offersFor(conversation, controller.me.member_id).map(({ act, name, icon, look }) => (
        <Button
          key={act}
          look={look}
          icon={icon}
          disabled={!conversation.isLive || busy.length > 0}
          isBusy={busy.some((pending) => pending.act === act)}
          onClick={() => press(act)}
        >
          {name}
        </Button>
      ))}
      {isClosing && (
        <CloseDialog
          name={conversation.name}
          onCancel={() => setClosing(false)}
          onConfirm={() => {
            setClosing(false);
            controller.act(conversationId, "close");
          }}
        />
      )}
    </div>
  );
}

function offersFor({ control }: ShownConversation, me: string): readonly Offer[] {
  switch (control.status) {
    case "active_ai":
      return [TAKE_OVER, CLOSE];
    case "waiting_for_human":
    case "awaiting_offline_info":
      return [ACCEPT, RETURN, CLOSE];
    case "active_human":
      return control.agentId === me ? [RETURN, CLOSE] : [TAKE_OVER, RETURN, CLOSE];
    case "closed":
      return [];
  }
}
