import type { TeamEvent } from "@switchboard/protocol";
import { expect, test } from "vitest";
import { controlOf, NEW_PANEL, panel, timelineOf, type PanelState } from "../src";
import { accepted, agentSaid, closed, heardLive, noted, opened, subscribed, tookOver, userSaid } from "./builders";

const STORY: TeamEvent[] = [
  opened(1),
  userSaid(2, "Hello"),
  accepted(3),
  agentSaid(4, "Hi"),
  noted(5, "Asks for a refund"),
  tookOver(6, "ben", "anna"),
  agentSaid(7, "I can help", "ben"),
  closed(8),
];

const refetched = panel(NEW_PANEL, { type: "heard", frame: subscribed("c", STORY) });

function applied(...batches: TeamEvent[][]): PanelState {
  const start = panel(NEW_PANEL, { type: "heard", frame: subscribed<TeamEvent>("c", []) });
  return batches.reduce(
    (state, batch) => panel(state, { type: "heard", frame: heardLive("c", ...batch) }),
    start,
  );
}

test("a client that applied events one by one shows what a client shows that refetched", () => {
  const state = applied(...STORY.map((event) => [event]));
  expect(state.conversations).toEqual(refetched.conversations);
});

test("events that come twice change nothing", () => {
  const state = applied(STORY.slice(0, 5), STORY.slice(2, 6), STORY);
  expect(state.conversations).toEqual(refetched.conversations);
});

test("a hole is seen, nothing past it is shown, and following again fills it", () => {
  const holed = applied(STORY.slice(0, 2), STORY.slice(4, 6));
  expect(holed.conversations["c"]?.log).toMatchObject({ hasHole: true, last: 2 });
  const filled = panel(holed, { type: "heard", frame: subscribed("c", STORY.slice(2)) });
  expect(filled.conversations).toEqual(refetched.conversations);
});

test("a client that was away catches up from its last number", () => {
  const away = applied(STORY.slice(0, 3));
  const back = panel(away, { type: "heard", frame: subscribed("c", STORY.slice(3)) });
  expect(back.conversations).toEqual(refetched.conversations);
});

test("the facts tell who answers, and who follows", () => {
  expect(controlOf(STORY.slice(0, 7))).toMatchObject({
    status: "active_human",
    agentId: "ben",
    collaborators: ["anna"],
  });
  expect(controlOf(STORY).status).toBe("closed");
});

test("the timeline keeps the five sources apart", () => {
  const sources = timelineOf(STORY).map((entry) => (entry.kind === "message" ? entry.source : entry.event.type));
  expect(sources).toEqual([
    "user",
    "agent",
    "internal_note",
    "conversation.agent_took_over",
    "agent",
    "conversation.closed",
  ]);
});

test("who follows is added and removed by name", () => {
  const facts = { conversation_id: "c", at: "2026-01-01T10:00:00+00:00", version: 1, agent_id: "ben" } as const;
  const added: TeamEvent = {
    ...facts,
    seq: 8,
    member_id: "eva",
    notify: [],
    type: "conversation.collaborator_added",
  };
  const removed: TeamEvent = {
    ...facts,
    seq: 9,
    member_id: "anna",
    withdraw_from: [],
    type: "conversation.collaborator_removed",
  };
  expect(controlOf([...STORY.slice(0, 7), added, removed]).collaborators).toEqual(["eva"]);
});

test("who is there is known as soon as it changes", () => {
  const anna = { member_id: "anna", public_name: "Anna", full_name: "Anna", active: true };
  const known = panel(NEW_PANEL, { type: "members", members: [{ ...anna, online: true, away: false }] });
  const left = panel(known, { type: "heard", frame: { frame: "presence", online: [], away: ["anna"] } });
  expect(left.members["anna"]).toMatchObject({ online: false, away: true });
});
