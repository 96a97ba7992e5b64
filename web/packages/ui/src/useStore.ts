import { useSyncExternalStore } from "react";

interface Readable<S> {
  get: () => S;
  subscribe: (listener: () => void) => () => void;
}

/** The store's newest state. */
export function useStore<S>(store: Readable<S>): S {
  return useSyncExternalStore(store.subscribe, store.get);
}
