import type { WidgetConfig } from "@switchboard/protocol";

export interface Options {
  /** Where the loader came from; the only origin that it listens to. */
  gateway: string;
  config: WidgetConfig;
  /** What the host site's server signed for whoever is signed in there. */
  proof: string | null;
}

const GREETING = "Hello! Ask us anything. Our assistant answers at once, and a human can join at any moment.";

/** What the page says in the attributes of the script tag. */
export function readOptions(script: HTMLScriptElement): Options {
  return {
    gateway: new URL(script.src).origin,
    config: {
      title: script.dataset["title"] ?? "Chat with us",
      greeting: script.dataset["greeting"] ?? GREETING,
      questions: questionsIn(script.dataset["questions"]),
    },
    proof: script.dataset["proof"] ?? null,
  };
}

/** Questions to suggest: a JSON list of texts; anything else is none. */
function questionsIn(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  } catch {
    return [];
  }
}
