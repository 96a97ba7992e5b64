import "@switchboard/ui/base.css";
import type { HostHello } from "@switchboard/protocol";
import { browserTimers } from "@switchboard/socket";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Chat } from "./chat/Chat";
import { WidgetContext } from "./context";
import { WidgetController } from "./controller";
import { Bridge, hostOriginIn } from "./host/bridge";
import { Memory } from "./host/memory";

/** Nothing happens before the page that this frame says it belongs to has said hello. */
const host = hostOriginIn(window.location.search);

if (host !== null && window.parent !== window) {
  const bridge = new Bridge(host, window.parent);
  let controller: WidgetController | null = null;
  bridge.start({
    onHello: (hello) => (controller ??= begin(host, bridge, hello)),
    onShown: (isOpen) => controller?.shown(isOpen),
    onIdentify: (proof) => controller?.identify(proof),
    onSignOut: () => controller?.signOut(),
  });
}

function begin(hostOrigin: string, bridge: Bridge, hello: HostHello): WidgetController {
  const { config, remembered, proof, isSignedOut } = hello;
  const keep = (text: string | null) => bridge.tell({ kind: "switchboard:remember", remembered: text });
  const controller = new WidgetController({
    site: new URL(hostOrigin).host,
    memory: new Memory(`switchboard ${hostOrigin}`, remembered, keep),
    timers: browserTimers,
    openSocket: () => new WebSocket(visitorSocketAddress()),
    onUnread: (count) => bridge.tell({ kind: "switchboard:unread", count }),
  });
  window.addEventListener("online", () => controller.reconnect());
  if (isSignedOut) controller.signOut();
  if (proof !== null) controller.identify(proof);
  controller.start();
  draw(controller, config, () => bridge.tell({ kind: "switchboard:close" }));
  return controller;
}

function draw(controller: WidgetController, config: HostHello["config"], onClose: () => void): void {
  const root = document.getElementById("root");
  if (!root) return;
  createRoot(root).render(
    <StrictMode>
      <WidgetContext value={controller}>
        <Chat config={config} onClose={onClose} />
      </WidgetContext>
    </StrictMode>,
  );
}

function visitorSocketAddress(): string {
  const scheme = window.location.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${window.location.host}/v1/socket/visitor`;
}
