import { describe, expect, test } from "vitest";
import { asked, askedAgain, decided, NEW_PANEL, panel, shown, type PanelState } from "../src";
import { agentSaid, aWish, heardLive, opened, subscribed } from "./builders";

const STORED = { conversationId: "c", number: 2 };

function aPanel(): PanelState {
  const heard = panel(NEW_PANEL, { type: "heard", frame: subscribed("c", [opened(1)]) });
  return panel(heard, { type: "asked", wish: aWish("k", "Hi", "c", 1) });
}

describe("a pending message", () => {
  test("is gone when its event was heard before its outcome", () => {
    const heard = panel(aPanel(), { type: "heard", frame: heardLive("c", agentSaid(2, "Hi")) });
    const state = panel(heard, { type: "decided", decision: { id: "k", status: 201, place: STORED } });
    expect(state.pendings).toEqual([]);
  });

  test("stays until its event is heard when its outcome came first", () => {
    const decision = { id: "k", status: 201, place: STORED };
    const stored = panel(aPanel(), { type: "decided", decision });
    expect(stored.pendings.map(({ state }) => state)).toEqual(["stored"]);
    const heard = panel(stored, { type: "heard", frame: heardLive("c", agentSaid(2, "Hi")) });
    expect(heard.pendings).toEqual([]);
  });

  test("that is refused keeps its text and says why", () => {
    const problem = { code: "not_assigned", agent_name: "Anna" };
    const [refused] = decided(asked([], aWish("k", "Hi")), { id: "k", status: 409, problem, place: null });
    expect(refused).toMatchObject({ state: "refused", text: "Hi", problem });
  });

  test("that nobody decided may be sent again under the same id", () => {
    const undecided = decided(asked([], aWish("k", "Hi")), { id: "k", status: 503, place: null });
    expect(undecided[0]?.state).toBe("undecided");
    expect(askedAgain(undecided, "k")).toMatchObject([{ id: "k", state: "sending" }]);
  });
});

describe("what is shown below the stream", () => {
  const own = { conversationId: "c", number: 2, act: "send_message", text: "Hi" } as const;
  const one = asked([], aWish("k", "Hi", "c", 1));

  test("leaves out a message that the stream already holds", () => {
    expect(shown(one, [own])).toEqual([]);
  });

  test("keeps the second of two equal messages", () => {
    const two = asked(one, aWish("l", "Hi", "c", 1));
    expect(shown(two, [own]).map(({ id }) => id)).toEqual(["l"]);
  });

  test("does not take an older equal message for the new one", () => {
    expect(shown(one, [{ ...own, number: 1 }])).toHaveLength(1);
  });

  test("does not take a note for a message", () => {
    expect(shown(one, [{ ...own, act: "add_note" }])).toHaveLength(1);
  });
});
