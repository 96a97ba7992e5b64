import type { Command, OutcomeFrame } from "@switchboard/protocol";
import { describe, expect, test } from "vitest";
import { SocketClient, type Connection } from "../src";
import { FakeWire, ManualTimers } from "./fakeServer";

function aClient(last = 0) {
  const timers = new ManualTimers();
  const wires: FakeWire[] = [];
  const connections: Connection[] = [];
  const outcomes: [Command, OutcomeFrame<unknown>][] = [];
  const client = new SocketClient<unknown>({
    open: () => {
      const wire = new FakeWire();
      wires.push(wire);
      return wire;
    },
    timers,
    token: () => "token",
    lastNumber: () => last,
    onFrame: () => undefined,
    onConnection: (connection) => void connections.push(connection),
    onOutcome: (command, outcome) => void outcomes.push([command, outcome]),
  });
  const newest = () => {
    const wire = wires.at(-1);
    if (!wire) throw new Error("no socket was opened");
    return wire;
  };
  const connect = () => {
    newest().accept();
    newest().say({ frame: "ready" });
  };
  return { client, timers, wires, newest, connect, connections, outcomes };
}

const HELLO = { id: "key-1", conversation_id: "c", act: "send_message", text: "Hello" } as const;

describe("the connection", () => {
  test("says who it is in its first frame", () => {
    const { client, newest } = aClient();
    client.start();
    newest().accept();
    expect(newest().heard).toEqual([{ frame: "authenticate", token: "token" }]);
  });

  test("says again after a reconnect that nobody is there", () => {
    const { client, timers, connect, newest } = aClient();
    client.start();
    connect();
    client.stand(true);
    newest().end(1006);
    timers.pass(1_000);
    connect();
    expect(newest().named("standing")).toEqual([{ frame: "standing", away: true }]);
    client.stand(false);
    expect(newest().named("standing")).toHaveLength(2);
  });

  test("comes back after a longer pause each time", () => {
    const { client, timers, wires, newest } = aClient();
    client.start();
    newest().end(1006);
    timers.pass(499);
    expect(wires).toHaveLength(1);
    timers.pass(1);
    expect(wires).toHaveLength(2);
    newest().end(1006);
    timers.pass(999);
    expect(wires).toHaveLength(2);
    timers.pass(1);
    expect(wires).toHaveLength(3);
  });

  test("resumes from the last number that the client holds", () => {
    const { client, timers, newest, connect } = aClient(7);
    client.start();
    client.follow("c");
    connect();
    newest().end(1012);
    timers.pass(500);
    connect();
    expect(newest().named("subscribe")).toEqual([
      { frame: "subscribe", conversation_id: "c", after: 7 },
    ]);
  });

  test("does not come back when it is not signed in", () => {
    const { client, timers, wires, newest, connections } = aClient();
    client.start();
    newest().end(4001);
    timers.pass(60_000);
    expect(wires).toHaveLength(1);
    expect(connections.at(-1)).toBe("ended");
  });

  test("pings every 20 seconds, and gives up on a silent server", () => {
    const { client, timers, wires, newest, connect } = aClient();
    client.start();
    connect();
    timers.pass(20_000);
    expect(newest().named("ping")).toHaveLength(1);
    timers.pass(25_500);
    expect(wires).toHaveLength(2);
  });
});

describe("a command", () => {
  test("waits until the client has seen what it missed", () => {
    const { client, newest, connect } = aClient();
    client.start();
    client.follow("c");
    client.ask(HELLO);
    connect();
    expect(newest().named("command")).toHaveLength(0);
    newest().say({ frame: "subscribed", conversation_id: "c", events: [] });
    expect(newest().named("command")).toEqual([{ frame: "command", ...HELLO }]);
  });

  test("is repeated under the same id until it is decided", () => {
    const { client, timers, newest, connect, outcomes } = aClient();
    client.start();
    connect();
    client.ask(HELLO);
    newest().say({ frame: "outcome", id: "key-1", status: 202 });
    timers.pass(1_000);
    expect(newest().named("command")).toEqual([
      { frame: "command", ...HELLO },
      { frame: "command", ...HELLO },
    ]);
    newest().say({ frame: "outcome", id: "key-1", status: 201 });
    timers.pass(60_000);
    expect(outcomes.map(([, outcome]) => outcome.status)).toEqual([201]);
  });

  test("that was on its way when the connection broke goes out again, in order", () => {
    const { client, timers, newest, connect } = aClient();
    client.start();
    client.follow("c");
    connect();
    newest().say({ frame: "subscribed", conversation_id: "c", events: [] });
    client.ask(HELLO);
    client.ask({ ...HELLO, id: "key-2" });
    newest().end(1006);
    timers.pass(500);
    connect();
    newest().say({ frame: "subscribed", conversation_id: "c", events: [] });
    expect(newest().named("command").map((frame) => "id" in frame && frame.id)).toEqual([
      "key-1",
      "key-2",
    ]);
  });

  test("that nobody decides is given back after half a minute, and may be asked again", () => {
    const { client, timers, newest, connect, outcomes } = aClient();
    client.start();
    connect();
    client.ask(HELLO);
    for (let second = 0; second < 40; second += 1) {
      newest().say({ frame: "outcome", id: "key-1", status: 202 });
      timers.pass(1_000);
    }
    expect(outcomes.map(([, outcome]) => outcome.status)).toEqual([202]);
    client.ask(HELLO);
    expect(newest().named("command").at(-1)).toEqual({ frame: "command", ...HELLO });
  });

  test("that is refused is not repeated", () => {
    const { client, timers, newest, connect, outcomes } = aClient();
    client.start();
    connect();
    client.ask(HELLO);
    newest().say({ frame: "outcome", id: "key-1", status: 409, problem: { code: "closed" } });
    timers.pass(20_000);
    expect(newest().named("command")).toHaveLength(1);
    expect(outcomes[0]?.[1].problem?.code).toBe("closed");
  });
});
