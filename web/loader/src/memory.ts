const KEY = "switchboard";

/** What the frame asks to be remembered, kept by the host page, where storage is never blocked as foreign. */
export function remembered(): string | null {
  try {
    return window.localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Keeps a text, or, with null, nothing. */
export function remember(text: string | null): void {
  try {
    if (text === null) window.localStorage.removeItem(KEY);
    else window.localStorage.setItem(KEY, text);
  } catch {
    // Without storage the conversation lasts as long as the page.
  }
}
