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

/** What the page says of its visitor when the frame has loaded. */
export interface HostHello {
  readonly config: WidgetConfig;
  readonly remembered: string | null;
  /** What the host site's server signed for whoever is signed in there (rule I1). */
  readonly proof: string | null;
  /** Whether somebody signed out before the frame could hear it (rule I3). */
  readonly isSignedOut: boolean;
}

/** From the loader to the frame. */
export type ToFrame =
  | ({ kind: "switchboard:hello" } & HostHello)
  | { kind: "switchboard:shown"; isOpen: boolean }
  | { kind: "switchboard:identify"; proof: string }
  | { kind: "switchboard:signOut" };

/** From the frame to the loader. */
export type ToLoader =
  | { kind: "switchboard:ready" }
  | { kind: "switchboard:remember"; remembered: string | null }
  | { kind: "switchboard:unread"; count: number }
  | { kind: "switchboard:close" };
