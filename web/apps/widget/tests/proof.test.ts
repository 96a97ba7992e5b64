import { expect, test } from "vitest";
import { isAnother, subjectOf } from "../src/api/proof";

const encoded = (claims: unknown) => {
  const bytes = new TextEncoder().encode(JSON.stringify(claims));
  const letters = Array.from(bytes, (byte) => String.fromCharCode(byte)).join("");
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
};
const proofOf = (claims: unknown) => `head.${encoded(claims)}.signature`;

const UNREADABLE = ["", "head", "head.%.signature", "head..signature", proofOf({}), proofOf({ sub: 7 }), proofOf(null)];

test("a proof names whom it speaks of, in whatever letters", () => {
  expect(subjectOf(proofOf({ sub: "jo" }))).toBe("jo");
  expect(subjectOf(proofOf({ sub: "Žofie ??>~ 7" }))).toBe("Žofie ??>~ 7");
});

test("whoever is vouched for under another name is somebody else (rule I3)", () => {
  expect(isAnother("jo", proofOf({ sub: "kim" }))).toBe(true);
  expect(isAnother("jo", proofOf({ sub: "Jo" }))).toBe(true);
  expect(isAnother("jo", proofOf({ sub: "jo" }))).toBe(false);
});

test.each(UNREADABLE)("a proof that names nobody is taken for somebody else's: %j (rule I3)", (proof) => {
  expect(subjectOf(proof)).toBeNull();
  expect(isAnother("jo", proof)).toBe(true);
});

test("where nobody was vouched for before there is no one to forget (rule I3)", () => {
  expect(isAnother(null, proofOf({ sub: "jo" }))).toBe(false);
  expect(isAnother(null, "")).toBe(false);
});
