import type { ToFrame } from "@switchboard/protocol";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Widget } from "../src/widget";

const GATEWAY = "https://help.example.com";
const config = { title: "Chat", greeting: "Hello", questions: [] };

beforeEach(() => window.localStorage.clear());
afterEach(() => document.body.replaceChildren());

function attached(proof: string | null = null) {
  const widget = new Widget({ gateway: GATEWAY, config, proof });
  widget.attach();
  const root = document.body.lastElementChild?.shadowRoot;
  const button = root?.querySelector("button");
  if (!root || !button) throw new Error("nothing was attached");
  return { widget, root, button, frame: () => root.querySelector("iframe") };
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

/** What the frame is told, after it has said that it listens. */
function toldBy(frame: HTMLIFrameElement | null) {
  const told: ToFrame[] = [];
  const own = frame?.contentWindow;
  if (!own) throw new Error("there is no frame");
  vi.spyOn(own, "postMessage").mockImplementation((message: unknown) => void told.push(message as ToFrame));
  say(own, GATEWAY, { kind: "switchboard:ready" });
  return told;
}

test("the frame learns who is signed in with its first words, and of changes at once", () => {
  const { widget, button, frame } = attached("first proof");
  button.click();
  const told = toldBy(frame());
  expect(told[0]).toMatchObject({ kind: "switchboard:hello", proof: "first proof", isSignedOut: false });
  widget.identify("second proof");
  widget.signOut();
  expect(told.slice(2)).toEqual([
    { kind: "switchboard:identify", proof: "second proof" },
    { kind: "switchboard:signOut" },
  ]);
});

test("a frame that does not listen yet is told nothing, and everything with its first words", () => {
  const { widget, button, frame } = attached("first proof");
  button.click();
  const own = frame()?.contentWindow;
  if (!own) throw new Error("there is no frame");
  const post = vi.spyOn(own, "postMessage");
  widget.identify("second proof");
  button.click();
  expect(post).not.toHaveBeenCalled();
  const told = toldBy(frame());
  expect(told).toMatchObject([
    { kind: "switchboard:hello", proof: "second proof" },
    { kind: "switchboard:shown", isOpen: false },
  ]);
});

test("a sign-out forgets what the page remembers, also before the frame is there", () => {
  window.localStorage.setItem("switchboard", "token");
  const widget = new Widget({ gateway: GATEWAY, config, proof: "proof" });
  widget.signOut();
  expect(window.localStorage.getItem("switchboard")).toBeNull();
  widget.attach();
  const frame = document.body.lastElementChild?.shadowRoot?.querySelector("iframe") ?? null;
  expect(toldBy(frame)[0]).toMatchObject({ remembered: null, proof: null, isSignedOut: true });
});

test("a sign-out while the frame still loads is in its first words", () => {
  window.localStorage.setItem("switchboard", "token");
  const { widget, frame } = attached("proof");
  widget.signOut();
  expect(toldBy(frame())[0]).toMatchObject({ remembered: null, proof: null, isSignedOut: true });
});

test("the frame may ask the page to remember nothing", () => {
  window.localStorage.setItem("switchboard", "token");
  const { frame } = attached();
  say(frame()?.contentWindow, GATEWAY, { kind: "switchboard:remember", remembered: null });
  expect(window.localStorage.getItem("switchboard")).toBeNull();
});
