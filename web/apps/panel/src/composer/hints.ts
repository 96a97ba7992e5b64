import type { Control, Mode } from "@switchboard/state";

/** What pressing Send will do, in one sentence. */
export function hintFor(mode: Mode, control: Control, me: string): string {
  if (mode === "note") return "Never shown to the user, never read by the AI.";
  if (control.status === "active_ai") return "The AI is answering. Sending takes over.";
  if (control.status !== "active_human") return "Sending accepts the conversation.";
  const mayWrite = control.agentId === me || control.collaborators.includes(me);
  return mayWrite ? "Enter sends, Shift + Enter starts a new line." : `${control.agentName ?? "A colleague"} answers here.`;
}
