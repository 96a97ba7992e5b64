import type { Act, Command } from "./generated/contracts";

/** What a visitor may ask of a conversation. */
export type VisitorAct = Extract<
  Act,
  "open" | "send_message" | "request_human" | "provide_email" | "continue_with_assistant"
>;

/** What an agent may ask of a conversation. */
export type AgentAct = Exclude<
  Act,
  "open" | "request_human" | "provide_email" | "continue_with_assistant"
>;

/** What an act needs besides its text. */
export type ActDetails = Pick<Command, "member_id" | "although_offline" | "priority">;
