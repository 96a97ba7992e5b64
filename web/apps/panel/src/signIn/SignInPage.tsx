import { Button, Icon } from "@switchboard/ui";
import { useEffect, useState, type SyntheticEvent } from "react";
import { ApiError } from "../api/http";
import { panelApi, type DemoAccount, type Me } from "../api/panelApi";
import { explained } from "../words";
import { DemoAccounts } from "./DemoAccounts";
import styles from "./SignInPage.module.css";

export function SignInPage({ onSignedIn }: { onSignedIn: (me: Me) => void }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const accounts = useDemoAccounts();

  const signIn = async (event: SyntheticEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      onSignedIn(await panelApi.signIn(email, password));
    } catch (error) {
      setProblem(explained(error instanceof ApiError ? error.problem : null));
      setBusy(false);
    }
  };

  const choose = (account: DemoAccount) => {
    setEmail(account.email);
    setPassword(account.password);
  };

  return (
    <main className={styles.page}>
      <section className={styles.card}>
        <img src="./mark.svg" alt="" width={44} height={44} />
        <h1>Sign in to Switchboard</h1>
        <p className={styles.lead}>The AI answers first. You can take over at any moment.</p>
        <form onSubmit={(event) => void signIn(event)}>
          <label htmlFor="email">E-mail</label>
          <input
            id="email"
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value)}
          />
          <label htmlFor="password">Password</label>
          <input
            id="password"
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
          {problem && (
            <p role="alert" className={styles.problem}>
              <Icon name="warning" size={16} /> {problem}
            </p>
          )}
          <Button type="submit" look="primary" isBusy={isBusy}>
            Sign in
          </Button>
        </form>
        <DemoAccounts accounts={accounts} onChoose={choose} />
      </section>
    </main>
  );
}

/** The accounts of a demo; anywhere else there are none. */
function useDemoAccounts(): readonly DemoAccount[] {
  const [accounts, setAccounts] = useState<readonly DemoAccount[]>([]);
  useEffect(() => {
    panelApi.demo().then(
      (demo) => setAccounts(demo.accounts ?? []),
      () => setAccounts([]),
    );
  }, []);
  return accounts;
}
