import type { Member } from "@switchboard/state";
import { useController, usePanel } from "../context";
import type { ShownConversation } from "../conversation/useConversation";

interface Props {
  conversationId: string;
  conversation: ShownConversation;
}

/** Who answers: another member, or nobody for the queue (rules H6, H7, D5). */
export function AssigneeChoice({ conversationId, conversation }: Props) {
  const controller = useController();
  const { members } = usePanel();
  const { control, isLive } = conversation;
  const assign = (member: string) => {
    if (member === "") controller.act(conversationId, "unassign");
    else controller.act(conversationId, "assign", null, { member_id: member });
  };
  if (control.status === "closed") return <>{control.agentName ?? "Nobody"}</>;
  return (
    <select
      aria-label="Assigned agent"
      value={control.agentId ?? ""}
      disabled={!isLive}
      onChange={(event) => assign(event.target.value)}
    >
      <option value="">Nobody</option>
      {inOrder(members, control.agentId).map((member) => (
        <option key={member.member_id} value={member.member_id}>
          {member.public_name} ({standingOf(member)})
        </option>
      ))}
    </select>
  );
}

/** Those who can be assigned, and whoever is. */
function inOrder(members: Readonly<Record<string, Member>>, assigned: string | null): readonly Member[] {
  return Object.values(members)
    .filter(({ active, member_id: id }) => active || id === assigned)
    .sort((a, b) => a.public_name.localeCompare(b.public_name));
}

function standingOf({ online, away }: Member): string {
  if (online) return "online";
  return away ? "away" : "offline";
}
