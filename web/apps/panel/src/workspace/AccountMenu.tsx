import { Avatar, IconButton } from "@switchboard/ui";
import { useController, usePanel } from "../context";
import styles from "./AccountMenu.module.css";

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const controller = useController();
  const { link } = usePanel();
  const { me } = controller;
  const isOnline = link.connection === "live";

  const signOut = async () => {
    await controller.api.signOut().catch(() => undefined);
    controller.stop();
    window.location.reload();
  };

  return (
    <footer className={styles.account}>
      <span className={styles.face} data-online={isOnline}>
        <Avatar name={me.full_name} seed={me.member_id} size={34} />
      </span>
      <span className={styles.who}>
        <b>{me.full_name}</b>
        <small>{isOnline ? "Online" : "Connecting…"}</small>
      </span>
      <IconButton icon="signOut" label="Sign out" onClick={() => void signOut()} />
    </footer>
  );
}
