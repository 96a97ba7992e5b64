import { useSyncExternalStore } from "react";

const CONVERSATION = /^#\/conversations\/([0-9a-f-]{36})$/;
const ONE_TIME_LINK = /^#(first-admin|invitation|password)=(.+)$/;
const PURPOSES = { "first-admin": "first_admin", invitation: "invitation", password: "password" } as const;

export interface OneTimeLink {
  readonly purpose: (typeof PURPOSES)[keyof typeof PURPOSES];
  readonly token: string;
}

/** The one-time link that the address holds, if it holds one. */
export function oneTimeLink(): OneTimeLink | null {
  const [, name, token] = ONE_TIME_LINK.exec(window.location.hash) ?? [];
  if (name === undefined || token === undefined) return null;
  return { purpose: PURPOSES[name as keyof typeof PURPOSES], token };
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
