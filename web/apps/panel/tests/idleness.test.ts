import { expect, test } from "vitest";
import { ManualTimers } from "../../../packages/socket/tests/fakeServer";
import { IDLE_MS, watchIdleness } from "../src/workspace/watchIdleness";

test("who does nothing for five minutes is away, and back with the next sign of life", () => {
  const timers = new ManualTimers();
  const told: boolean[] = [];
  const stop = watchIdleness(window, timers, (away) => told.push(away));
  timers.pass(IDLE_MS - 1);
  window.dispatchEvent(new Event("keydown"));
  timers.pass(IDLE_MS - 1);
  expect(told).toEqual([]);
  timers.pass(1);
  expect(told).toEqual([true]);
  window.dispatchEvent(new Event("pointermove"));
  window.dispatchEvent(new Event("pointermove"));
  expect(told).toEqual([true, false]);
  stop();
  timers.pass(IDLE_MS);
  expect(told).toEqual([true, false]);
});
