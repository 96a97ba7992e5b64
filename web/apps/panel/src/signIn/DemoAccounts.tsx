import type { DemoAccount } from "../api/panelApi";
import styles from "./SignInPage.module.css";

interface Props {
  accounts: readonly DemoAccount[];
  onChoose: (account: DemoAccount) => void;
}

export function DemoAccounts({ accounts, onChoose }: Props) {
  if (accounts.length === 0) return null;
  return (
    <aside className={styles.demo} aria-label="Demo accounts">
      <h2>This is a demo. Sign in as</h2>
      <ul>
        {accounts.map((account) => (
          <li key={account.email}>
            <button type="button" onClick={() => onChoose(account)}>
              <span>{account.email}</span>
              <code>{account.password}</code>
            </button>
          </li>
        ))}
      </ul>
    </aside>
  );
}
