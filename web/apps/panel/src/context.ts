import type { PanelState } from "@switchboard/state";
import { useStore } from "@switchboard/ui";
import { createContext, useContext } from "react";
import type { PanelController } from "./controller";

export const PanelContext = createContext<PanelController | null>(null);

/** The controller of the signed-in agent. */
export function useController(): PanelController {
  const controller = useContext(PanelContext);
  if (!controller) throw new Error("outside of a signed-in panel");
  return controller;
}

/** The panel's newest state. */
export function usePanel(): PanelState {
  return useStore(useController().store);
}
