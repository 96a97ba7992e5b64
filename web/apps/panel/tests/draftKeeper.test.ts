import type { Mode } from "@switchboard/state";
import { beforeEach, expect, test, vi } from "vitest";
import { DraftKeeper, type StoredDraft } from "../src/composer/draftKeeper";

/** A gateway, as its drafts are. */
class Store {
  kept: StoredDraft[] = [];
  private last = 0;

  drafts = () => Promise.resolve([...this.kept]);

  saveDraft = (_: string, kind: Mode, text: string, version: number) => {
    const known = this.kept.find((draft) => draft.kind === kind)?.version ?? 0;
    if (known !== version) return Promise.resolve(null);
    this.kept = this.kept.filter((draft) => draft.kind !== kind);
    if (text === "") return Promise.resolve(0);
    this.kept.push({ kind, text, version: (this.last += 1) });
    return Promise.resolve(this.last);
  };
}

function aWindow(store: Store) {
  const shown: Partial<Record<Mode, string>> = {};
  const overtaken: Mode[] = [];
  const keeper = new DraftKeeper({
    store,
    timers: { after: (ms, act) => { const id = setTimeout(act, ms); return () => clearTimeout(id); } },
    onRestored: (_, mode, text) => { shown[mode] = text; },
    onOvertaken: (_, mode) => overtaken.push(mode),
  });
  return { keeper, shown, overtaken };
}

const settle = () => vi.advanceTimersByTimeAsync(2_000);

beforeEach(() => void vi.useFakeTimers());

test("a draft is kept a moment after the last key and restored on another device", async () => {
  const store = new Store();
  const { keeper } = aWindow(store);
  keeper.edited("c", "reply", "Dear");
  keeper.edited("c", "reply", "Dear guest");
  keeper.edited("c", "note", "Angry");
  expect(store.kept).toEqual([]);
  await settle();
  const other = aWindow(store);
  await other.keeper.open("c");
  expect(other.shown).toEqual({ reply: "Dear guest", note: "Angry" });
});

test("what is being written here is not replaced by what was written elsewhere", async () => {
  const store = new Store();
  store.kept = [{ kind: "reply", text: "Elsewhere", version: 7 }];
  const { keeper, shown } = aWindow(store);
  keeper.edited("c", "reply", "Here");
  await keeper.open("c");
  expect(shown).toEqual({});
});

test("the last window to write wins, and says that it did", async () => {
  const store = new Store();
  const [one, two] = [aWindow(store), aWindow(store)];
  one.keeper.edited("c", "reply", "One");
  await settle();
  two.keeper.edited("c", "reply", "Two");
  await settle();
  expect(two.overtaken).toEqual(["reply"]);
  expect(one.overtaken).toEqual([]);
  expect(store.kept.map(({ text }) => text)).toEqual(["Two"]);
});

test("what was sent elsewhere disappears here", async () => {
  const store = new Store();
  const [one, two] = [aWindow(store), aWindow(store)];
  one.keeper.edited("c", "reply", "One");
  await settle();
  await two.keeper.open("c");
  two.keeper.edited("c", "reply", "");
  await settle();
  await one.keeper.open("c");
  expect(one.shown.reply).toBe("");
});
