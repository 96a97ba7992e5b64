import type { HostHello, ToFrame, ToLoader } from "@switchboard/protocol";

const KINDS: readonly string[] = [
  "switchboard:hello",
  "switchboard:shown",
  "switchboard:identify",
  "switchboard:signOut",
] satisfies ToFrame["kind"][];

interface Listener {
  onHello(hello: HostHello): void;
  onShown(isOpen: boolean): void;
  onIdentify(proof: string): void;
  onSignOut(): void;
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
      obey(event.data, listener);
    });
    this.tell({ kind: "switchboard:ready" });
  }

  tell(message: ToLoader): void {
    this.parent.postMessage(message, this.hostOrigin);
  }
}

function obey(message: ToFrame, listener: Listener): void {
  switch (message.kind) {
    case "switchboard:hello":
      listener.onHello(message);
      return;
    case "switchboard:shown":
      listener.onShown(message.isOpen);
      return;
    case "switchboard:identify":
      listener.onIdentify(message.proof);
      return;
    case "switchboard:signOut":
      listener.onSignOut();
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
  return typeof kind === "string" && KINDS.includes(kind);
}
