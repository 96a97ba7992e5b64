import { readOptions } from "./options";
import { Widget } from "./widget";

/** What pages call; it is there once the script has loaded. */
interface SwitchboardApi {
  /** Says who is signed in on the page: a proof that its server signed. */
  identify(proof: string): void;
  /** Forgets whoever was here, as their sign-out from the page does. */
  signOut(): void;
}

declare global {
  interface Window {
    Switchboard?: SwitchboardApi;
  }
}

const script = document.currentScript;

if (script instanceof HTMLScriptElement && window.location.origin !== "null") {
  const widget = new Widget(readOptions(script));
  window.Switchboard = {
    identify: (proof) => widget.identify(proof),
    signOut: () => widget.signOut(),
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => widget.attach());
  else widget.attach();
}
