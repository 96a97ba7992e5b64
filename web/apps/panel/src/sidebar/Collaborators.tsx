import { IconButton } from "@switchboard/ui";
import { useController, usePanel } from "../context";
import type { ShownConversation } from "../conversation/useConversation";
import styles from "./DetailsTab.module.css";

interface Props {
  conversationId: string;
  conversation: ShownConversation;
}

/** Members who follow the conversation and may write in it (rule D1). */
export function Collaborators({ conversationId, conversation }: Props) {
  const controller = useController();
  const { members } = usePanel();
  const { control, isLive } = conversation;
  const isClosed = control.status === "closed";
  const nameOf = (id: string) => members[id]?.public_name ?? "Former member";
  const others = Object.values(members).filter(
    ({ active, member_id: id }) => active && id !== control.agentId && !control.collaborators.includes(id),
  );
  return (
    <>
      <ul className={styles.collaborators} aria-label="Collaborators">
        {control.collaborators.map((id) => (
          <li key={id}>
            {nameOf(id)}
            {!isClosed && (
              <IconButton
                icon="close"
                label={`Remove ${nameOf(id)}`}
                disabled={!isLive}
                onClick={() => controller.act(conversationId, "remove_collaborator", null, { member_id: id })}
              />
            )}
          </li>
        ))}
      </ul>
      {isClosed && control.collaborators.length === 0 && "Nobody"}
      {!isClosed && others.length > 0 && (
        <select
          aria-label="Add a collaborator"
          value=""
          disabled={!isLive}
          onChange={(event) =>
            controller.act(conversationId, "add_collaborator", null, { member_id: event.target.value })
          }
        >
          <option value="">Add…</option>
          {others.map(({ member_id: id }) => (
            <option key={id} value={id}>
              {nameOf(id)}
            </option>
          ))}
        </select>
      )}
    </>
  );
}
