import { describe, expect, test } from "vitest";
import {
  analysesHeard,
  current,
  draftOf,
  EMPTY_INBOX,
  inboxHeard,
  inboxStale,
  listed,
  NO_NOTIFICATIONS,
  notificationsHeard,
  unseen,
  withDraft,
} from "../src";
import { aState, at, AT } from "./builders";

describe("the inbox", () => {
  test("keeps the newer of two snapshots, whichever comes first", () => {
    const inbox = inboxHeard(EMPTY_INBOX, [aState("c", 5, { status: "closed" }), aState("c", 4)]);
    expect(inbox.conversations["c"]?.status).toBe("closed");
  });

  test("forgets after a lost connection what is no longer open", () => {
    const before = inboxHeard(EMPTY_INBOX, [aState("a", 1), aState("b", 1)]);
    const after = inboxHeard(inboxStale(before), [aState("b", 2)]);
    expect(listed(after, "open", "me").map((state) => state.conversation_id)).toEqual(["b"]);
  });

  test("lists the newest words first", () => {
    const said = (minute: number) => ({ preview: { source: "user" as const, text: "Hi", at: at(minute) } });
    const inbox = inboxHeard(EMPTY_INBOX, [aState("a", 1, said(1)), aState("b", 1, said(2))]);
    expect(listed(inbox, "open", "me").map((state) => state.conversation_id)).toEqual(["b", "a"]);
  });

  test("knows whose a conversation is", () => {
    const mine = { status: "active_human", agent_id: "me" } as const;
    const inbox = inboxHeard(EMPTY_INBOX, [aState("a", 1, mine), aState("b", 1)]);
    expect(listed(inbox, "mine", "me").map((state) => state.conversation_id)).toEqual(["a"]);
  });
});

describe("notifications", () => {
  const about = { conversation_id: "c", conversation_ids: [] };
  const facts = { version: 1, member_id: "me", notification_id: "n", ...about, kind: "hand_off", at: AT } as const;

  test("disappear when withdrawn, also when that is heard first", () => {
    const withdrawn = { ...facts, type: "notification.withdrawn" } as const;
    const requested = { ...facts, type: "notification.requested" } as const;
    expect(current(notificationsHeard(NO_NOTIFICATIONS, [requested, withdrawn]))).toEqual([]);
    expect(current(notificationsHeard(NO_NOTIFICATIONS, [withdrawn, requested]))).toEqual([]);
  });

  test("are new until they were seen, delivered or not", () => {
    const heard = (...types: ("requested" | "delivered" | "seen" | "clicked")[]) =>
      unseen(
        notificationsHeard(
          NO_NOTIFICATIONS,
          types.map((type) => ({ ...facts, type: `notification.${type}` })),
        ),
      ).length;
    expect([heard("requested"), heard("requested", "delivered")]).toEqual([1, 1]);
    expect([heard("delivered", "seen"), heard("clicked", "delivered")]).toEqual([0, 0]);
  });
});

describe("notifications of several conversations", () => {
  const facts = { version: 1, member_id: "me", notification_id: "n", kind: "hand_off", at: AT } as const;
  const both = { ...facts, conversation_id: "a", conversation_ids: ["a", "b"] };
  const requested = { ...both, type: "notification.requested" } as const;
  const shorter = {
    ...facts,
    type: "notification.shortened" as const,
    conversation_id: "b",
    conversation_ids: ["b"],
  };

  test("open what still waits once the first was accepted, and are as new as before", () => {
    const heard = notificationsHeard(NO_NOTIFICATIONS, [requested, shorter]);
    expect(current(heard).map(({ conversation_id }) => conversation_id)).toEqual(["b"]);
    expect(unseen(heard)).toHaveLength(1);
    const seen = { ...requested, type: "notification.seen", seen_at: AT } as const;
    const after = notificationsHeard(NO_NOTIFICATIONS, [seen, { ...shorter, seen_at: AT }]);
    expect(current(after).map(({ conversation_id }) => conversation_id)).toEqual(["b"]);
    expect(unseen(after)).toEqual([]);
    expect(current(notificationsHeard(after, [shorter]))).toEqual(current(after));
  });
});

describe("analyses", () => {
  const facts = { version: 1, conversation_id: "c", analysis_id: "a", at: AT, public_seq: 3 } as const;
  const started = { ...facts, type: "analysis.started", analysis_version: 1 } as const;
  const failed = { ...facts, type: "analysis.failed", analysis_version: 1, code: "timeout" } as const;

  test("show a result rather than its beginning, and a newer run rather than an old result", () => {
    expect(analysesHeard({}, [failed, started])["c"]?.type).toBe("analysis.failed");
    const again = analysesHeard({}, [failed, { ...started, analysis_version: 2 }]);
    expect(again["c"]?.analysis_version).toBe(2);
  });
});

describe("drafts", () => {
  const drafts = withDraft(withDraft({}, "a", "note", "secret"), "b", "reply", "Hello");

  test("of a note and of a reply never meet, nor those of two conversations (rule N7)", () => {
    expect(draftOf(drafts, "a", "reply")).toBe("");
    expect(draftOf(drafts, "a", "note")).toBe("secret");
    expect(draftOf(drafts, "b", "reply")).toBe("Hello");
    expect(draftOf(drafts, "b", "note")).toBe("");
  });

  test("stay when another one is sent or emptied (rule N7)", () => {
    const both = withDraft(drafts, "a", "reply", "Dear guest");
    const left = withDraft(both, "a", "reply", "");
    expect(left).toEqual(drafts);
    expect(draftOf(withDraft(both, "b", "reply", ""), "a", "reply")).toBe("Dear guest");
  });
});
