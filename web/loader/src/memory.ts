const KEY = "switchboard";

/** What the frame asks to be remembered, kept by the host page, where storage is never blocked as foreign. */
export function remembered(): string | null {
  try {
    return window.localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export function remember(text: string): void {
  try {
    window.localStorage.setItem(KEY, text);
  } catch {
    // Without storage the conversation lasts as long as the page.
  }
}
