import type { PublicEvent } from "@switchboard/protocol";
import { expect, test } from "vitest";
import { NEW_WIDGET, targetOf, threadOf, unreadCount, widget, type WidgetAction, type WidgetState } from "../src";
import { aWish, heardLive, posted, publiclyOpened, subscribed } from "./builders";

const run = (state: WidgetState, ...actions: WidgetAction[]) => actions.reduce(widget, state);
const hear = (frame: ReturnType<typeof subscribed<PublicEvent>>): WidgetAction => ({ type: "heard", frame });

const begun = run(
  NEW_WIDGET,
  { type: "began", chain: ["one"], ownEmail: null },
  hear(subscribed("one", [publiclyOpened("one"), posted("one", 2, "user", "Hello")])),
);

const kinds = (state: WidgetState) =>
  threadOf(state).map((item) => (item.kind === "message" ? item.message.text : item.kind));

test("a message to a closed conversation is followed to its successor", () => {
  const sent = run(begun, { type: "asked", wish: aWish("k", "Again", "one", 2) });
  expect(kinds(sent)).toEqual(["Hello", "pending"]);
  const place = { conversationId: "two", number: 2 };
  const decided = run(sent, { type: "decided", decision: { id: "k", status: 201, place } });
  expect(decided.current).toBe("two");
  expect(kinds(decided)).toEqual(["Hello", "pending"]);
  const events = [publiclyOpened("two"), posted("two", 2, "user", "Again")];
  const followed = run(decided, hear(subscribed("two", events)));
  expect(kinds(followed)).toEqual(["Hello", "divider", "Again"]);
  expect(followed.pendings).toEqual([]);
});

test("what follows an undecided message goes where that one went", () => {
  const sent = run(begun, { type: "asked", wish: aWish("k", "Again", "one", 2) });
  const elsewhere = run(sent, hear({ frame: "ready", conversation_id: "two" }));
  expect(elsewhere.current).toBe("two");
  expect(targetOf(elsewhere)).toBe("one");
  const place = { conversationId: "two", number: 2 };
  const decided = run(elsewhere, { type: "decided", decision: { id: "k", status: 201, place } });
  expect(targetOf(decided)).toBe("two");
});

test("a reconnect never goes back to an older conversation", () => {
  const ahead = run(begun, hear({ frame: "ready", conversation_id: "two" }));
  expect(run(ahead, hear({ frame: "ready", conversation_id: "one" })).current).toBe("two");
});

test("whoever leaves takes everything along but the open window (rule I3)", () => {
  const opened = run(begun, { type: "shown", isOpen: true }, { type: "drafted", text: "half a word" });
  expect(run(opened, { type: "left" })).toEqual({ ...NEW_WIDGET, isOpen: true });
});

test("answers count as unread until the window shows them", () => {
  const answered = run(begun, hear(heardLive("one", posted("one", 3, "ai", "Hi there"))));
  expect(unreadCount(answered)).toBe(1);
  const opened = run(answered, { type: "shown", isOpen: true });
  expect(unreadCount(run(opened, { type: "shown", isOpen: false }))).toBe(0);
});
