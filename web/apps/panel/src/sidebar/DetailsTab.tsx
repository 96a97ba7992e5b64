import { fullTime } from "@switchboard/ui";
import type { ReactNode } from "react";
import type { ShownConversation } from "../conversation/useConversation";
import { StatusChip } from "../inbox/StatusChip";
import { conversationAddress } from "../route";
import { AssigneeChoice } from "./AssigneeChoice";
import { Collaborators } from "./Collaborators";
import { PriorityChoice } from "./PriorityChoice";
import styles from "./DetailsTab.module.css";

interface Props {
  conversationId: string;
  conversation: ShownConversation;
}

export function DetailsTab({ conversationId, conversation }: Props) {
  const { control, snapshot } = conversation;
  const about = { conversationId, conversation };
  return (
    <dl className={styles.details}>
      <Row name="Status">
        <StatusChip status={control.status} />
      </Row>
      {snapshot && (
        <Row name="Priority">
          <PriorityChoice {...about} priority={snapshot.priority} />
        </Row>
      )}
      <Row name="Assigned agent">
        <AssigneeChoice {...about} />
      </Row>
      <Row name="Collaborators">
        <Collaborators {...about} />
      </Row>
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
