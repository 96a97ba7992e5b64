import { useSyncExternalStore } from "react";

const CONVERSATION = /^#\/conversations\/([0-9a-f-]{36})$/;
const FIRST_ADMIN = /^#first-admin=(.+)$/;

/** The token of the one-time link that makes the first Admin, if the address holds one. */
export function firstAdminToken(): string | null {
  return FIRST_ADMIN.exec(window.location.hash)?.[1] ?? null;
}

/** The address of a conversation inside the panel. */
export function conversationAddress(conversationId: string): string {
  return `#/conversations/${conversationId}`;
}

/** The conversation that the address names, if it names one. */
export function useOpenConversation(): string | null {
  return useSyncExternalStore(listen, conversationInAddress);
}

function conversationInAddress(): string | null {
  return CONVERSATION.exec(window.location.hash)?.[1] ?? null;
}

function listen(changed: () => void): () => void {
  window.addEventListener("hashchange", changed);
  return () => window.removeEventListener("hashchange", changed);
}
