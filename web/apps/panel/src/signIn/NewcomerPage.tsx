import { Button, Icon } from "@switchboard/ui";
import { useState, type SyntheticEvent } from "react";
import { ApiError } from "../api/http";
import { panelApi, type Me } from "../api/panelApi";
import { explained } from "../words";
import styles from "./SignInPage.module.css";

const FIELDS = [
  { name: "full_name", label: "Full name", type: "text", autoComplete: "name" },
  { name: "email", label: "E-mail", type: "email", autoComplete: "username" },
  { name: "password", label: "Password, at least 8 characters", type: "password", autoComplete: "new-password" },
] as const;

const WORDS = {
  first_admin: {
    title: "Make the first Admin",
    lead: "This link works once. The Admin can add everybody else.",
  },
  invitation: {
    title: "Join your team",
    lead: "You are invited to answer conversations. This link works once.",
  },
} as const;

interface Props {
  purpose: keyof typeof WORDS;
  token: string;
  onSignedIn: (me: Me) => void;
}

/** Makes an account, with a link that works once. */
export function NewcomerPage({ purpose, token, onSignedIn }: Props) {
  const [values, setValues] = useState({ full_name: "", email: "", password: "" });
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const create = async (event: SyntheticEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const me = await panelApi.join(purpose, { token, ...values });
      window.location.hash = "";
      onSignedIn(me);
    } catch (error) {
      setProblem(explained(error instanceof ApiError ? error.problem : null));
      setBusy(false);
    }
  };

  return (
    <main className={styles.page}>
      <section className={styles.card}>
        <img src="./mark.svg" alt="" width={44} height={44} />
        <h1>{WORDS[purpose].title}</h1>
        <p className={styles.lead}>{WORDS[purpose].lead}</p>
        <form onSubmit={(event) => void create(event)}>
          {FIELDS.map(({ name, label, type, autoComplete }) => (
            <div key={name} className={styles.field}>
              <label htmlFor={name}>{label}</label>
              <input
                id={name}
                type={type}
                autoComplete={autoComplete}
                required
                minLength={type === "password" ? 8 : 1}
                value={values[name]}
                onChange={(event) => setValues({ ...values, [name]: event.target.value })}
              />
            </div>
          ))}
          {problem && (
            <p role="alert" className={styles.problem}>
              <Icon name="warning" size={16} /> {problem}
            </p>
          )}
          <Button type="submit" look="primary" isBusy={isBusy}>
            Make account and sign in
          </Button>
        </form>
      </section>
    </main>
  );
}
