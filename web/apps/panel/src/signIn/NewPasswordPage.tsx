import { Button, Icon } from "@switchboard/ui";
import { useState, type SyntheticEvent } from "react";
import { ApiError } from "../api/http";
import { panelApi } from "../api/panelApi";
import { explained } from "../words";
import styles from "./SignInPage.module.css";

interface Props {
  token: string;
  onDone: () => void;
}

/** Sets a lost password anew, with a link of an Admin that works once. */
export function NewPasswordPage({ token, onDone }: Props) {
  const [password, setPassword] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const save = async (event: SyntheticEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await panelApi.setPassword(token, password);
      window.location.hash = "";
      onDone();
    } catch (error) {
      setProblem(explained(error instanceof ApiError ? error.problem : null));
      setBusy(false);
    }
  };

  return (
    <main className={styles.page}>
      <section className={styles.card}>
        <img src="./mark.svg" alt="" width={44} height={44} />
        <h1>Choose a new password</h1>
        <p className={styles.lead}>This link works once. You are signed out everywhere else.</p>
        <form onSubmit={(event) => void save(event)}>
          <div className={styles.field}>
            <label htmlFor="password">Password, at least 8 characters</label>
            <input
              id="password"
              type="password"
              autoComplete="new-password"
              required
              minLength={8}
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </div>
          {problem && (
            <p role="alert" className={styles.problem}>
              <Icon name="warning" size={16} /> {problem}
            </p>
          )}
          <Button type="submit" look="primary" isBusy={isBusy}>
            Save password
          </Button>
        </form>
      </section>
    </main>
  );
}
