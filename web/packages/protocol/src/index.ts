/** What the gateway and the browser say to each other; the shapes are generated from the contracts. */
export type * from "./generated/contracts";
export * from "./acts";
export * from "./closeCodes";
export * from "./frames";
export type * from "./host";
export * from "./problem";
