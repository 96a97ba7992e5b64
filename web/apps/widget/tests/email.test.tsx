import { createStore, NEW_WIDGET, widget, type WidgetAction } from "@switchboard/state";
import type { PublicEvent, PublicStatusChanged } from "@switchboard/protocol";
import { act, fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { subscribed } from "../../../packages/state/tests/builders";
import { Chat } from "../src/chat/Chat";
import { WidgetContext } from "../src/context";
import type { WidgetController } from "../src/controller";

/** The chat of somebody whose conversation awaits an address, while one is on record. */
function asked(ownEmail: string | null) {
  const store = createStore(widget, NEW_WIDGET);
  const sent = vi.fn();
  const controller = { store, act: sent } as unknown as WidgetController;
  const config = { title: "Chat", greeting: "Hello", questions: [] };
  render(
    <WidgetContext value={controller}>
      <Chat config={config} onClose={() => undefined} />
    </WidgetContext>,
  );
  const happens = (...actions: WidgetAction[]) => {
    act(() => {
      for (const action of actions) store.dispatch(action);
    });
  };
  happens({ type: "began", chain: ["one"], ownEmail }, awaitingAnAddress("one"));
  return { happens, sent };
}

function awaitingAnAddress(id: string): WidgetAction {
  const changed: PublicStatusChanged = {
    type: "public.status_changed",
    version: 1,
    conversation_id: id,
    public_seq: 1,
    at: "2026-11-26T12:00:00Z",
    status: "offline",
    agent_name: null,
    email_known: true,
  };
  return { type: "heard", frame: subscribed<PublicEvent>(id, [changed]) };
}

const field = () => screen.getByLabelText<HTMLInputElement>("Confirm your e-mail address");

test("the visitor's own address is shown, and confirmed with one press (rule O2)", () => {
  const { sent } = asked("jo@example.org");
  expect(field().value).toBe("jo@example.org");
  act(() => {
    screen.getByRole("button", { name: "Confirm e-mail" }).click();
  });
  expect(sent).toHaveBeenCalledWith("provide_email", "jo@example.org");
});

test("an address that is on record, but not as the visitor's own, is not shown", () => {
  asked(null);
  expect(field().value).toBe("");
});

test("whoever comes next is shown nothing of the one before (rule I3)", () => {
  const { happens } = asked("jo@example.org");
  fireEvent.change(field(), { target: { value: "jo@work.example" } });
  happens({ type: "left" });
  expect(screen.queryByRole("textbox", { name: /e-mail/ })).toBeNull();
  happens({ type: "began", chain: ["two"], ownEmail: null }, awaitingAnAddress("two"));
  expect(field().value).toBe("");
});
