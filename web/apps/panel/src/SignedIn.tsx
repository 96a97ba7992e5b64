import { steadyTimers } from "@switchboard/socket";
import { useEffect, useState } from "react";
import { panelApi, type Me } from "./api/panelApi";
import { PanelContext } from "./context";
import { PanelController } from "./controller";
import { watchIdleness } from "./workspace/watchIdleness";
import { Workspace } from "./workspace/Workspace";

interface Props {
  me: Me;
  onSignedOut: () => void;
}

/** One agent's session: its connection lives exactly as long as this is on the screen. */
export function SignedIn({ me, onSignedOut }: Props) {
  const [timers] = useState(steadyTimers);
  const [controller] = useState(
    () =>
      new PanelController({
        me,
        api: panelApi,
        timers,
        openSocket: () => new WebSocket(teamSocketAddress()),
        onSignedOut,
      }),
  );

  useEffect(() => {
    const reconnect = () => controller.start();
    controller.start();
    window.addEventListener("online", reconnect);
    const stopWatching = watchIdleness(window, timers, (away) => controller.stand(away));
    return () => {
      stopWatching();
      window.removeEventListener("online", reconnect);
      controller.stop();
    };
  }, [controller, timers]);

  return (
    <PanelContext value={controller}>
      <Workspace />
    </PanelContext>
  );
}

function teamSocketAddress(): string {
  const scheme = window.location.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${window.location.host}/v1/socket/team`;
}
