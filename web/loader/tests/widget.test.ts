import { afterEach, beforeEach, expect, test } from "vitest";
import { Widget } from "../src/widget";

const GATEWAY = "https://help.example.com";
const config = { title: "Chat", greeting: "Hello", questions: [] };

beforeEach(() => window.localStorage.clear());
afterEach(() => document.body.replaceChildren());

function attached() {
  const widget = new Widget({ gateway: GATEWAY, config });
  widget.attach();
  const root = document.body.lastElementChild?.shadowRoot;
  const button = root?.querySelector("button");
  if (!root || !button) throw new Error("nothing was attached");
  return { root, button, frame: () => root.querySelector("iframe") };
}

function say(source: Window | null | undefined, origin: string, data: unknown): void {
  window.dispatchEvent(new MessageEvent("message", { source: source ?? null, origin, data }));
}

const REMEMBER = { kind: "switchboard:remember", remembered: "token" };

test("a page whose visitors never open the chat loads no frame", () => {
  expect(attached().frame()).toBeNull();
});

test("who talked here before hears what is new without opening the chat", () => {
  window.localStorage.setItem("switchboard", "token");
  expect(attached().frame()?.hidden).toBe(true);
});

test("the button opens and closes the chat, and says which", () => {
  const { button, frame } = attached();
  button.click();
  expect(frame()?.hidden).toBe(false);
  expect(button.getAttribute("aria-label")).toBe("Close chat");
  button.click();
  expect(frame()?.hidden).toBe(true);
  expect(button.getAttribute("aria-label")).toBe("Open chat");
});

test("only its own frame, on the gateway's origin, is listened to", () => {
  const { button, frame } = attached();
  button.click();
  say(window, GATEWAY, REMEMBER);
  say(frame()?.contentWindow, "https://elsewhere.example.com", REMEMBER);
  expect(window.localStorage.getItem("switchboard")).toBeNull();
  say(frame()?.contentWindow, GATEWAY, REMEMBER);
  expect(window.localStorage.getItem("switchboard")).toBe("token");
});

test("the button counts what was not read", () => {
  const { button, frame } = attached();
  button.click();
  say(frame()?.contentWindow, GATEWAY, { kind: "switchboard:unread", count: 2 });
  say(frame()?.contentWindow, GATEWAY, { kind: "switchboard:close" });
  expect(button.getAttribute("aria-label")).toBe("Open chat, 2 new messages");
});
