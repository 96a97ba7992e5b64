/** Why the server ends a socket. */
export const CLOSE_CODES = {
  restarting: 1012,
  catchingUp: 1013,
  notSignedIn: 4001,
  foreignOrigin: 4003,
  badFrame: 4007,
  tooSlow: 4008,
  tooMany: 4029,
} as const;
