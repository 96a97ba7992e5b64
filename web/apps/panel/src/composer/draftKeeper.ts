import type { Timers } from "@switchboard/socket";
import type { Mode } from "@switchboard/state";

/** A draft as the gateway keeps it; another version each time it is saved, 0 if there is none. */
export interface StoredDraft {
  readonly kind: Mode;
  readonly text: string;
  readonly version: number;
}

/** Where drafts are kept; `saveDraft` gives the new version, or null if another window saved since. */
export interface DraftStore {
  drafts: (conversationId: string) => Promise<readonly StoredDraft[]>;
  saveDraft: (
    conversationId: string,
    kind: Mode,
    text: string,
    version: number,
  ) => Promise<number | null>;
}

interface Surroundings {
  store: DraftStore;
  timers: Pick<Timers, "after">;
  onRestored: (conversationId: string, mode: Mode, text: string) => void;
  /** Another window had saved; what stands here takes its place. */
  onOvertaken: (conversationId: string, mode: Mode) => void;
}

const PAUSE_MS = 800;
const MODES: readonly Mode[] = ["reply", "note"];

/** Keeps drafts for this member's other windows and devices, a moment after the last key (rule N7). */
export class DraftKeeper {
  private readonly versions = new Map<string, number>();
  private readonly waiting = new Map<string, () => void>();
  private readonly saving = new Set<string>();

  constructor(private readonly around: Surroundings) {}

  /** Restores what was written elsewhere, but for what is being written here. */
  async open(conversationId: string): Promise<void> {
    const stored = await this.around.store.drafts(conversationId).catch(() => null);
    if (stored === null) return;
    for (const mode of MODES) {
      const name = `${conversationId}/${mode}`;
      const { text, version } = draftOf(stored, mode);
      if (this.isBusy(name) || version === this.version(name)) continue;
      this.versions.set(name, version);
      this.around.onRestored(conversationId, mode, text);
    }
  }

  edited(conversationId: string, mode: Mode, text: string): void {
    const name = `${conversationId}/${mode}`;
    this.waiting.get(name)?.();
    const save = () => void this.save(conversationId, mode, text);
    this.waiting.set(name, this.around.timers.after(PAUSE_MS, save));
  }

  private async save(conversationId: string, mode: Mode, text: string): Promise<void> {
    const name = `${conversationId}/${mode}`;
    this.waiting.delete(name);
    if (this.saving.has(name)) {
      this.edited(conversationId, mode, text);
      return;
    }
    this.saving.add(name);
    try {
      const { store } = this.around;
      const version = await store.saveDraft(conversationId, mode, text, this.version(name));
      if (version === null) await this.overtake(conversationId, mode, text);
      else this.versions.set(name, version);
    } catch {
      // It stays in the box, and the next key tries again.
    } finally {
      this.saving.delete(name);
    }
  }

  /** The last to write wins, but says so. */
  private async overtake(conversationId: string, mode: Mode, text: string): Promise<void> {
    const name = `${conversationId}/${mode}`;
    const stored = await this.around.store.drafts(conversationId);
    this.versions.set(name, draftOf(stored, mode).version);
    this.around.onOvertaken(conversationId, mode);
    if (!this.waiting.has(name)) this.edited(conversationId, mode, text);
  }

  private isBusy(name: string): boolean {
    return this.waiting.has(name) || this.saving.has(name);
  }

  private version(name: string): number {
    return this.versions.get(name) ?? 0;
  }
}

function draftOf(stored: readonly StoredDraft[], mode: Mode): StoredDraft {
  return stored.find(({ kind }) => kind === mode) ?? { kind: mode, text: "", version: 0 };
}
