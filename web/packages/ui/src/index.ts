/** The parts that panel and widget are drawn with. */
export * from "./Avatar";
export * from "./Button";
export * from "./Dialog";
export * from "./FileList";
export * from "./Icon";
export * from "./MessageText";
export * from "./Skeleton";
export * from "./sources";
export * from "./time";
export * from "./useNow";
export * from "./useStore";
