import type { ToFrame, ToLoader } from "@switchboard/protocol";
import { Launcher } from "./launcher";
import { remember, remembered } from "./memory";
import type { Options } from "./options";
import { STYLE } from "./style";

/** The widget on its host page: the button, and the frame that holds the conversation. */
export class Widget {
  private readonly host = document.createElement("div");
  private readonly root = this.host.attachShadow({ mode: "open" });
  private readonly launcher = new Launcher(() => this.toggle());
  private frame: HTMLIFrameElement | null = null;
  private isListening = false;
  private isOpen = false;
  private unread = 0;
  private proof: string | null;
  private isSignedOut = false;

  constructor(private readonly options: Options) {
    this.proof = options.proof;
    const style = document.createElement("style");
    style.textContent = STYLE;
    this.root.append(style, this.launcher.button);
    window.addEventListener("message", (event: MessageEvent<unknown>) => this.hear(event));
  }

  /** Shows the button; who talked here before hears at once what is new. */
  attach(): void {
    document.body.append(this.host);
    if (remembered() !== null || this.isSignedOut) this.load();
  }

  /** Says who is signed in on the page, by what its server signed (rules I1, I3). */
  identify(proof: string): void {
    this.proof = proof;
    this.tell({ kind: "switchboard:identify", proof });
  }

  /** Whoever was here has left: nothing of theirs is kept (rule I3). */
  signOut(): void {
    this.proof = null;
    this.isSignedOut = !this.isListening && (this.isSignedOut || remembered() !== null);
    remember(null);
    this.tell({ kind: "switchboard:signOut" });
  }

  private toggle(): void {
    this.isOpen = !this.isOpen;
    const frame = this.load();
    frame.hidden = !this.isOpen;
    this.tell({ kind: "switchboard:shown", isOpen: this.isOpen });
    this.launcher.show(this.isOpen, this.unread);
    (this.isOpen ? frame : this.launcher.button).focus();
  }

  private load(): HTMLIFrameElement {
    if (this.frame) return this.frame;
    const frame = document.createElement("iframe");
    frame.title = "Chat";
    frame.hidden = true;
    frame.src = `${this.options.gateway}/widget/?host=${encodeURIComponent(window.location.origin)}`;
    this.root.append(frame);
    this.frame = frame;
    return frame;
  }

  private greet(): void {
    const { config } = this.options;
    const { proof, isSignedOut } = this;
    this.tell({ kind: "switchboard:hello", config, remembered: remembered(), proof, isSignedOut });
    this.isSignedOut = false;
  }

  /** What the frame is told before it listens is in the greeting. */
  private tell(message: ToFrame): void {
    if (!this.isListening) return;
    this.frame?.contentWindow?.postMessage(message, this.options.gateway);
  }

  /** Listens to its own frame on its own origin, and to nobody else. */
  private hear(event: MessageEvent<unknown>): void {
    const isOwn = event.source !== null && event.source === this.frame?.contentWindow;
    if (!isOwn || event.origin !== this.options.gateway || !isToLoader(event.data)) return;
    this.obey(event.data);
  }

  private obey(message: ToLoader): void {
    switch (message.kind) {
      case "switchboard:ready":
        this.isListening = true;
        this.greet();
        this.tell({ kind: "switchboard:shown", isOpen: this.isOpen });
        return;
      case "switchboard:remember":
        remember(message.remembered);
        return;
      case "switchboard:unread":
        this.unread = message.count;
        this.launcher.show(this.isOpen, this.unread);
        return;
      case "switchboard:close":
        if (this.isOpen) this.toggle();
    }
  }
}

function isToLoader(data: unknown): data is ToLoader {
  return (
    typeof data === "object" &&
    data !== null &&
    "kind" in data &&
    typeof data.kind === "string" &&
    data.kind.startsWith("switchboard:")
  );
}
