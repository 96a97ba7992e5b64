import { fullTime } from "@switchboard/ui";
import type { ReactNode } from "react";
import { usePanel } from "../context";
import type { ShownConversation } from "../conversation/useConversation";
import { PriorityMark } from "../inbox/PriorityMark";
import { StatusChip } from "../inbox/StatusChip";
import { conversationAddress } from "../route";
import styles from "./DetailsTab.module.css";

interface Props {
  conversationId: string;
  conversation: ShownConversation;
}

export function DetailsTab({ conversationId, conversation }: Props) {
  const { members } = usePanel();
  const { control, snapshot } = conversation;
  const nameOf = (id: string) => members[id]?.public_name ?? "Former member";
  return (
    <dl className={styles.details}>
      <Row name="Status">
        <StatusChip status={control.status} />
      </Row>
      {snapshot && (
        <Row name="Priority">
          <PriorityMark priority={snapshot.priority} />
        </Row>
      )}
      <Row name="Assigned agent">{control.agentName ?? "Nobody"}</Row>
      {control.collaborators.length > 0 && (
        <Row name="Collaborators">{control.collaborators.map(nameOf).join(", ")}</Row>
      )}
      <Row name="User">{snapshot?.user_name ?? "Unknown visitor"}</Row>
      <Row name="E-mail">{control.userEmail ?? snapshot?.user_email ?? "Not given"}</Row>
      {snapshot && <Row name="Site">{snapshot.site}</Row>}
      {control.openedAt && <Row name="Opened">{fullTime(control.openedAt)}</Row>}
      {control.closedAt && <Row name="Closed">{fullTime(control.closedAt)}</Row>}
      {control.previousConversationId && (
        <Row name="Continues">
          <a href={conversationAddress(control.previousConversationId)}>the conversation before</a>
        </Row>
      )}
      <Row name="Reference">
        <code>{conversationId.slice(0, 8)}</code>
      </Row>
    </dl>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
