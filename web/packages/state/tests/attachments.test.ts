import { expect, test } from "vitest";
import { shownSize, timelineOf, writtenText } from "../src";
import { noted, userSaid } from "./builders";

const FILE = { attachment_id: "f", name: "bill.pdf", media_type: "application/pdf", size: 1 };

test("a message with files is shown with them, one without has none", () => {
  const [first, second] = timelineOf([{ ...noted(1, "Look"), attachments: [FILE] } as ReturnType<typeof noted>, userSaid(2, "Hello")]);
  expect(first).toMatchObject({ text: "Look", files: [FILE] });
  expect(second).toMatchObject({ text: "Hello", files: [] });
});

test("a message that is nothing but files does not show their names twice", () => {
  const other = { ...FILE, name: "photo.png" };
  expect(writtenText("bill.pdf\nphoto.png", [FILE, other])).toBe("");
  expect(writtenText("bill.pdf", [FILE, other])).toBe("bill.pdf");
  expect(writtenText("Hello", [])).toBe("Hello");
  expect(writtenText("", [])).toBe("");
});

test("sizes are written for people", () => {
  expect([0, 999, 1_500, 48_213, 20_000_000].map(shownSize)).toEqual(["0 B", "999 B", "1.5 kB", "48 kB", "20 MB"]);
});
