/** What panel and widget know, as values; every change is a pure function of (state, action). */
export * from "./shared/drafts";
export * from "./shared/key";
export * from "./shared/link";
export * from "./shared/log";
export * from "./shared/pending";
export * from "./shared/store";
export * from "./team/analyses";
export * from "./team/control";
export * from "./team/conversations";
export * from "./team/inbox";
export * from "./team/notifications";
export * from "./team/panel";
export * from "./team/tickets";
export * from "./team/timeline";
export * from "./visitor/standing";
export * from "./visitor/thread";
export * from "./visitor/widget";
