/** A connection to the gateway that outlives the sockets it is made of. */
export * from "./backoff";
export * from "./client";
export * from "./commands";
export * from "./timers";
export * from "./steadyTimers";
