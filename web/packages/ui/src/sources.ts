import type { Citation, Source } from "@switchboard/protocol";
import type { IconName } from "./Icon";

/** How each source of a message is named and marked, everywhere the same. */
export const SOURCES: Record<Source, { label: string; icon: IconName }> = {
  user: { label: "User", icon: "user" },
  ai: { label: "AI", icon: "sparkles" },
  agent: { label: "Agent", icon: "headset" },
  system: { label: "System", icon: "info" },
  internal_note: { label: "Internal Note", icon: "lock" },
};

/** The address of a citation if it may be opened in a browser; anything but the web may not. */
export function webAddress(citation: Citation, base: string): string | null {
  try {
    const address = new URL(citation.url, base);
    return address.protocol === "https:" || address.protocol === "http:" ? address.href : null;
  } catch {
    return null;
  }
}
