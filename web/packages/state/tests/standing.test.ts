import type { PublicEvent } from "@switchboard/protocol";
import { expect, test } from "vitest";
import { standingOf } from "../src/visitor/standing";
import { posted, publiclyOpened } from "./builders";

const line = (seq: number, name: "nobody_available" | "email_confirmed"): PublicEvent => ({
  ...(posted("one", seq, "user", "A line.") as Extract<PublicEvent, { type: "public.message_posted" }>),
  source: "system",
  line: name,
});

const begun = [publiclyOpened("one"), line(2, "nobody_available")];

test("an address is confirmed by its user alone, and a line is nothing that the user wrote (rules O2, O3)", () => {
  expect(standingOf(begun)).toMatchObject({ isEmailConfirmed: false, hasWritten: false });
  const confirmed = [...begun, line(3, "email_confirmed")];
  expect(standingOf(confirmed)).toMatchObject({ isEmailConfirmed: true, hasWritten: false });
});

test("once the user has written, the problem is known (rule O2)", () => {
  const answered = [...begun, posted("one", 3, "user", "It is blue."), posted("one", 4, "ai", "I see.")];
  expect(standingOf(answered)).toMatchObject({ hasWritten: true, isUnanswered: false });
});
