import type { ToFrame, ToLoader, WidgetConfig } from "@switchboard/protocol";

export interface Hello {
  readonly config: WidgetConfig;
  readonly remembered: string | null;
}

interface Listener {
  onHello(hello: Hello): void;
  onShown(isOpen: boolean): void;
}

/** The frame's side of the talk with the page that embeds it. */
export class Bridge {
  /** @param hostOrigin the only origin that is spoken to and listened to. */
  constructor(
    private readonly hostOrigin: string,
    private readonly parent: Window,
  ) {}

  start(listener: Listener): void {
    window.addEventListener("message", (event: MessageEvent<unknown>) => {
      const isHost = event.source === this.parent && event.origin === this.hostOrigin;
      if (!isHost || !isToFrame(event.data)) return;
      if (event.data.kind === "switchboard:hello") listener.onHello(event.data);
      else listener.onShown(event.data.isOpen);
    });
    this.tell({ kind: "switchboard:ready" });
  }

  tell(message: ToLoader): void {
    this.parent.postMessage(message, this.hostOrigin);
  }
}

/** The origin of the page around this frame, as its address says; null if it says none. */
export function hostOriginIn(search: string): string | null {
  const host = new URLSearchParams(search).get("host");
  try {
    const { origin } = new URL(host ?? "");
    return origin === host ? origin : null;
  } catch {
    return null;
  }
}

function isToFrame(data: unknown): data is ToFrame {
  const kind = typeof data === "object" && data !== null && "kind" in data ? data.kind : null;
  return kind === "switchboard:hello" || kind === "switchboard:shown";
}
