const CHAT = '<path d="M4.5 5.5h15v10.5h-9L6 19.8V16H4.5V5.5Z"/>';
const DOWN = '<path d="M6 9.5l6 6 6-6"/>';

/** The button in the corner of the page. */
export class Launcher {
  readonly button = document.createElement("button");
  private readonly badge = document.createElement("span");
  private readonly icon = document.createElement("span");

  constructor(onPress: () => void) {
    this.button.type = "button";
    this.button.className = "launcher";
    this.badge.className = "badge";
    this.button.append(this.icon, this.badge);
    this.button.addEventListener("click", onPress);
    this.show(false, 0);
  }

  show(isOpen: boolean, unread: number): void {
    const news = unread > 0 ? `, ${unread} new ${unread === 1 ? "message" : "messages"}` : "";
    this.button.setAttribute("aria-label", isOpen ? "Close chat" : `Open chat${news}`);
    this.button.setAttribute("aria-expanded", String(isOpen));
    this.icon.innerHTML = `<svg aria-hidden="true" viewBox="0 0 24 24" width="26" height="26">${isOpen ? DOWN : CHAT}</svg>`;
    this.badge.hidden = isOpen || unread === 0;
    this.badge.textContent = unread > 9 ? "9+" : String(unread);
  }
}
