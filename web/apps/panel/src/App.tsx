import { Skeleton } from "@switchboard/ui";
import { useEffect, useState } from "react";
import { panelApi, type Me } from "./api/panelApi";
import { SignedIn } from "./SignedIn";
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
    return <SignInPage onSignedIn={(me) => setSession({ state: "in", me })} />;
  }
  return (
    <SignedIn key={session.me.member_id} me={session.me} onSignedOut={() => setSession({ state: "out" })} />
  );
}
