const PATHS = {
  user: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 8a7 7 0 0 1 14 0",
  sparkles: "M11 4l1.7 4.8L17.5 10.5l-4.8 1.7L11 17l-1.7-4.8L4.5 10.5l4.8-1.7L11 4Zm7.5 10l.8 2.2 2.2.8-2.2.8-.8 2.2-.8-2.2-2.2-.8 2.2-.8.8-2.2Z",
  headset: "M5 13v-1a7 7 0 0 1 14 0v1M5 13h2.5v5H6a1 1 0 0 1-1-1v-4Zm14 0h-2.5v5H18a1 1 0 0 0 1-1v-4Zm0 4.5A3.5 3.5 0 0 1 15.5 21H13",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-9.5V16m0-8v.01",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6v-9Zm6 3.5v2",
  bell: "M6 16V11a6 6 0 1 1 12 0v5l1.5 2h-15L6 16Zm4 4.5a2.2 2.2 0 0 0 4 0",
  inbox: "M4 13l3-8h10l3 8v6H4v-6Zm0 0h4.5l1.5 2.5h4L15.5 13H20",
  send: "M4.5 12 20 4.5 15.5 20l-3.6-6.4L4.5 12Zm7.4 1.6L20 4.5",
  close: "M6 6l12 12M18 6 6 18",
  check: "M5 12.5l4.5 4.5L19 7.5",
  ticket: "M4 7h16v3.2a1.8 1.8 0 0 0 0 3.6V17H4v-3.2a1.8 1.8 0 0 0 0-3.6V7Zm10 0v10",
  chart: "M5 20V11m7 9V4m7 16v-6",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-14v5l3.2 2",
  chat: "M4.5 5.5h15v10.5h-9L6 19.8V16H4.5V5.5Z",
  link: "M9.5 14.5l5-5M8 11.5l-2.2 2.2a3.2 3.2 0 0 0 4.5 4.5L12.5 16M16 12.5l2.2-2.2a3.2 3.2 0 0 0-4.5-4.5L11.5 8",
  warning: "M12 4 2.8 19.5h18.4L12 4Zm0 6v4.5m0 2.5v.01",
  signOut: "M14 5H6v14h8m-3-7h10m-3.5-3.5L21 12l-3.5 3.5",
  down: "M6 9.5l6 6 6-6",
  mail: "M4 6h16v12H4V6Zm0 1 8 6 8-6",
  hand: "M4 17v-5.5L9 8h4.5a1.5 1.5 0 0 1 0 3H11m2.6-.2 4.3-2.3a1.6 1.6 0 0 1 1.6 2.7L14 15.5l-5 .5-2 2",
  file: "M7 3.5h7l4 4V20.5H7v-17Zm7 0v4h4",
  refresh: "M19 12a7 7 0 1 1-2-4.9M19 4v4h-4",
} as const;

export type IconName = keyof typeof PATHS;

/** A line icon; a decoration, since the words beside it say what it means. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      style={{ flex: "none" }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
