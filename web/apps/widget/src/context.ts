import type { WidgetState } from "@switchboard/state";
import { useStore } from "@switchboard/ui";
import { createContext, useContext } from "react";
import type { WidgetController } from "./controller";

export const WidgetContext = createContext<WidgetController | null>(null);

export function useController(): WidgetController {
  const controller = useContext(WidgetContext);
  if (!controller) throw new Error("outside of the widget");
  return controller;
}

/** The widget's newest state. */
export function useWidget(): WidgetState {
  return useStore(useController().store);
}
