import type { Act } from "./generated/contracts";

/** What a visitor may ask of a conversation. */
export type VisitorAct = Extract<Act, "open" | "send_message" | "request_human" | "provide_email">;

/** What an agent may ask of a conversation. */
export type AgentAct = Extract<
  Act,
  "send_message" | "add_note" | "accept" | "take_over" | "return_to_ai" | "close"
>;
