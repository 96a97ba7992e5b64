/** What survives a reload: who the visitor is, and what they have read. */
export interface Remembered {
  readonly token: string;
  /** The name under which the host site vouched for them; null for nobody's. */
  readonly subject?: string | null;
  /** The last public number that was on the screen, by conversation. */
  readonly seen: Readonly<Record<string, number>>;
}

/**
 * Kept in the frame's own storage, which browsers part by the page around it, and by the host page,
 * for browsers that give a foreign frame no storage at all.
 */
export class Memory {
  constructor(
    private readonly key: string,
    private readonly fromHost: string | null,
    private readonly tellHost: (text: string | null) => void,
  ) {}

  recall(): Remembered | null {
    return parsed(this.own()) ?? parsed(this.fromHost);
  }

  keep(remembered: Remembered): void {
    const text = JSON.stringify(remembered);
    this.tellHost(text);
    try {
      window.localStorage.setItem(this.key, text);
    } catch {
      // The host page remembers.
    }
  }

  forget(): void {
    this.tellHost(null);
    try {
      window.localStorage.removeItem(this.key);
    } catch {
      // Nothing is kept here.
    }
  }

  private own(): string | null {
    try {
      return window.localStorage.getItem(this.key);
    } catch {
      return null;
    }
  }
}

function parsed(text: string | null): Remembered | null {
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return isRemembered(value) ? value : null;
  } catch {
    return null;
  }
}

function isRemembered(value: unknown): value is Remembered {
  return (
    typeof value === "object" &&
    value !== null &&
    "token" in value &&
    typeof value.token === "string" &&
    "seen" in value &&
    typeof value.seen === "object" &&
    value.seen !== null
  );
}
