/** `hasBeenLive`: what is shown was true once, so losing the connection is worth a word. */
export interface Link {
  readonly connection: "connecting" | "live" | "lost" | "ended";
  readonly hasBeenLive: boolean;
}

export const NEW_LINK: Link = { connection: "connecting", hasBeenLive: false };

export function linked(link: Link, connection: Link["connection"]): Link {
  return { connection, hasBeenLive: link.hasBeenLive || connection === "live" };
}
