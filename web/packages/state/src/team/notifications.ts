import type { NotificationEvent } from "@switchboard/protocol";

/** What this member is told, by notification; a withdrawn one is never told again. */
export interface Notifications {
  readonly told: Readonly<Record<string, NotificationEvent>>;
  readonly isStale: boolean;
}

export const NO_NOTIFICATIONS: Notifications = { told: {}, isStale: false };

const RANK: Record<NotificationEvent["type"], number> = {
  "notification.requested": 0,
  "notification.shortened": 0,
  "notification.delivered": 1,
  "notification.seen": 2,
  "notification.clicked": 3,
  "notification.withdrawn": 4,
};

/** How far it has come: every fact says what was done with it before. */
function rank({ type, delivered_at, seen_at, clicked_at }: NotificationEvent): number {
  const before = clicked_at ? "clicked" : seen_at ? "seen" : delivered_at ? "delivered" : "requested";
  return Math.max(RANK[type], RANK[`notification.${before}`]);
}

export function notificationsHeard(
  notifications: Notifications,
  events: readonly NotificationEvent[],
): Notifications {
  const told = notifications.isStale ? {} : { ...notifications.told };
  for (const event of events) {
    const known = told[event.notification_id];
    if (!known || rank(known) <= rank(event)) told[event.notification_id] = event;
  }
  return { told, isStale: false };
}

/** Those to show, newest first; withdrawn ones are gone (rule H5). */
export function current(notifications: Notifications): readonly NotificationEvent[] {
  return Object.values(notifications.told)
    .filter(({ type }) => type !== "notification.withdrawn")
    .sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

export function isUnseen(event: NotificationEvent): boolean {
  return rank(event) < RANK["notification.seen"];
}

export function unseen(notifications: Notifications): readonly NotificationEvent[] {
  return current(notifications).filter(isUnseen);
}
