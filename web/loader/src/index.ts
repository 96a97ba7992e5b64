import { readOptions } from "./options";
import { Widget } from "./widget";

const script = document.currentScript;

if (script instanceof HTMLScriptElement && window.location.origin !== "null") {
  const widget = new Widget(readOptions(script));
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => widget.attach());
  else widget.attach();
}
