/**
 * What the page that embeds the widget and the widget's frame say to each other.
 *
 * The page's side is the loader. Both check the other's window and origin on every message.
 */

/** What the host page wants the widget to look like; from the loader's `data-` attributes. */
export interface WidgetConfig {
  readonly title: string;
  readonly greeting: string;
  readonly questions: readonly string[];
}

/** From the loader to the frame. */
export type ToFrame =
  | { kind: "switchboard:hello"; config: WidgetConfig; remembered: string | null }
  | { kind: "switchboard:shown"; isOpen: boolean };

/** From the frame to the loader. */
export type ToLoader =
  | { kind: "switchboard:ready" }
  | { kind: "switchboard:remember"; remembered: string }
  | { kind: "switchboard:unread"; count: number }
  | { kind: "switchboard:close" };
