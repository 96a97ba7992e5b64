import { describe, expect, test } from "vitest";
import {
  completed,
  filled,
  membersNamed,
  responsesFor,
  searchAt,
  withMemberIds,
  withNames,
  type Member,
} from "../src";

const member = (id: string, full_name: string, active = true): Member => ({
  member_id: `${id.repeat(8)}-0000-0000-0000-000000000000`,
  public_name: full_name.split(" ")[0] ?? "",
  full_name,
  active,
  online: true,
  away: false,
});
const BEN = member("b", "Ben Costa");
const BENITA = member("c", "Ben Costa Diaz");
const TEAM = { [BEN.member_id]: BEN, [BENITA.member_id]: BENITA };
const canned = (shortcut: string, text: string) => ({ canned_response_id: shortcut, shortcut, text });

describe("what is looked for at the cursor", () => {
  test.each([
    ["/", { sign: "/", from: 0, words: "" }],
    ["Hello /ref", { sign: "/", from: 6, words: "ref" }],
    ["Ask @be", { sign: "@", from: 4, words: "be" }],
    ["line\n@", { sign: "@", from: 5, words: "" }],
  ])("%j", (text, search) => {
    expect(searchAt(text, text.length)).toEqual(search);
  });

  test.each(["and/or", "me@example.org", "https://example.org", "@Ben is", ""])("nothing in %j", (text) => {
    expect(searchAt(text, text.length)).toBeNull();
  });

  test("only what stands before the cursor counts", () => {
    expect(searchAt("/re fund", 3)?.words).toBe("re");
  });
});

test("a choice takes the place of the search and of nothing else", () => {
  const text = "Dear /hel, bye";
  const search = searchAt(text, 9);
  expect(search && completed(text, 9, search, "Hello!")).toEqual({ text: "Dear Hello!, bye", caret: 11 });
});

test("who has left the team is not offered", () => {
  const gone = member("d", "Benno Gone", false);
  const found = membersNamed({ ...TEAM, [gone.member_id]: gone }, "BEN");
  expect(found.map((one) => one.full_name)).toEqual(["Ben Costa", "Ben Costa Diaz"]);
});

test("a shortcut that begins with the words comes before one that holds them and a text that does", () => {
  const all = [canned("a", "a refund"), canned("no-refund", "No."), canned("refund", "Yes."), canned("z", "-")];
  expect(responsesFor(all, "refund").map((one) => one.shortcut)).toEqual(["refund", "no-refund", "a"]);
});

test("variables are filled, or say what stands there otherwise", () => {
  const text = "Hello {{user.name|there}}, {{ agent.name }} here{{nothing}}.";
  expect(filled(text, { "user.name": null, "agent.name": "Anna" })).toBe("Hello there, Anna here.");
  expect(filled(text, { "user.name": "Eve", "agent.name": "Anna" })).toBe("Hello Eve, Anna here.");
});

test("members are sent by id, the longest name first, and read by name", () => {
  const sent = withMemberIds("@Ben Costa Diaz and @Ben Costa, @Ben?", TEAM);
  expect(sent).toBe(`<@${BENITA.member_id}> and <@${BEN.member_id}>, @Ben?`);
  expect(withNames(sent, TEAM)).toBe("@Ben Costa Diaz and @Ben Costa, @Ben?");
  expect(withNames(`<@${BEN.member_id.toUpperCase()}>`, TEAM)).toBe("@Ben Costa");
  expect(withNames(sent, {})).toBe("@someone and @someone, @Ben?");
});
