import type {
  AnalysisEvent,
  ConversationState,
  NotificationEvent,
  Priority,
  Role,
  TicketEvent,
  TicketStatus,
} from "@switchboard/protocol";
import type { CannedResponse, Member } from "@switchboard/state";
import type { DraftStore, StoredDraft } from "../composer/draftKeeper";
import { ApiError, change, read } from "./http";

/** The member who is signed in. */
export interface Me {
  readonly member_id: string;
  readonly public_name: string;
  readonly full_name: string;
  readonly role: Role;
}

export interface NewTicket {
  subject: string;
  description: string;
  priority: Priority;
  user_email: string | null;
}

/** How to sign in to a demo; anything but a demo does not answer. */
export interface DemoAccount {
  readonly email: string;
  readonly password: string;
}

export interface Newcomer {
  token: string;
  email: string;
  password: string;
  full_name: string;
}

export interface Page {
  readonly conversations: readonly ConversationState[];
  readonly next: string | null;
}

/** What the panel asks of the gateway apart from the socket. */
export const panelApi = {
  me: () => read<Me>("/v1/me"),
  signIn: (email: string, password: string) =>
    change<Me>({ method: "POST", path: "/v1/sign-in", body: { email, password } }),
  signOut: () => change<null>({ method: "POST", path: "/v1/sign-out" }),
  join: (purpose: "first_admin" | "invitation", newcomer: Newcomer) =>
    change<Me>({
      method: "POST",
      path: purpose === "invitation" ? "/v1/invitations/accept" : "/v1/first-admin",
      body: newcomer,
    }),
  setPassword: (token: string, password: string) =>
    change<null>({ method: "POST", path: "/v1/password", body: { token, password } }),
  demo: () => read<{ accounts?: DemoAccount[] }>("/v1/demo"),
  members: async () => (await read<{ members: Member[] }>("/v1/members")).members,
  cannedResponses: async () =>
    (await read<{ canned_responses: CannedResponse[] }>("/v1/canned-responses?limit=500")).canned_responses,
  closedConversations: (cursor: string | null) =>
    read<Page>(`/v1/conversations?status=closed${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`),
  createTicket: (conversationId: string, ticket: NewTicket) =>
    change<TicketEvent>({
      method: "POST",
      path: `/v1/conversations/${conversationId}/tickets`,
      body: ticket,
    }),
  setTicketStatus: (ticketId: string, status: TicketStatus) =>
    change<TicketEvent>({ method: "PATCH", path: `/v1/tickets/${ticketId}`, body: { status } }),
  analyseAgain: (conversationId: string) =>
    change<AnalysisEvent>({ method: "POST", path: `/v1/conversations/${conversationId}/analyses` }),
  ...draftStore(),
  markSeen: (notificationId: string) =>
    change<NotificationEvent>({ method: "POST", path: `/v1/notifications/${notificationId}/seen` }),
};

function draftStore(): DraftStore {
  const at = (conversationId: string) => `/v1/conversations/${conversationId}/drafts`;
  return {
    drafts: async (conversationId) => (await read<{ drafts: StoredDraft[] }>(at(conversationId))).drafts,
    saveDraft: async (conversationId, kind, text, version) => {
      const path = `${at(conversationId)}/${kind}`;
      try {
        return (await change<StoredDraft>({ method: "PUT", path, body: { text, version } })).version;
      } catch (error) {
        if (error instanceof ApiError && error.problem.code === "draft_changed") return null;
        throw error;
      }
    },
  };
}

export type PanelApi = typeof panelApi;
