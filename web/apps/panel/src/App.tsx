import { Skeleton } from "@switchboard/ui";
import { useEffect, useState } from "react";
import { panelApi, type Me } from "./api/panelApi";
import { oneTimeLink } from "./route";
import { SignedIn } from "./SignedIn";
import { NewcomerPage } from "./signIn/NewcomerPage";
import { NewPasswordPage } from "./signIn/NewPasswordPage";
import { SignInPage } from "./signIn/SignInPage";

type Session = { state: "asking" } | { state: "out" } | { state: "in"; me: Me };

/** The whole panel: a door, and what is behind it. */
export function App() {
  const [session, setSession] = useState<Session>({ state: "asking" });

  useEffect(() => {
    panelApi.me().then(
      (me) => setSession({ state: "in", me }),
      () => setSession({ state: "out" }),
    );
  }, []);

  if (session.state === "asking") return <Skeleton lines={3} label="Loading Switchboard" />;
  if (session.state === "out") {
    const onSignedIn = (me: Me) => setSession({ state: "in", me });
    const link = oneTimeLink();
    if (link?.purpose === "password") {
      return <NewPasswordPage token={link.token} onDone={() => setSession({ state: "out" })} />;
    }
    if (link) return <NewcomerPage purpose={link.purpose} token={link.token} onSignedIn={onSignedIn} />;
    return <SignInPage onSignedIn={onSignedIn} />;
  }
  return (
    <SignedIn key={session.me.member_id} me={session.me} onSignedOut={() => setSession({ state: "out" })} />
  );
}
