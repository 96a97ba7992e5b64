import type { AnalysisCompleted } from "@switchboard/protocol";
import { Button, Icon, Skeleton } from "@switchboard/ui";
import { useState } from "react";
import { ApiError } from "../api/http";
import { useController, usePanel } from "../context";
import type { ShownConversation } from "../conversation/useConversation";
import { explained } from "../words";
import { AnalysisResult } from "./AnalysisResult";
import styles from "./AnalysisTab.module.css";

interface Props {
  conversationId: string;
  conversation: ShownConversation;
}

/** The newest post-chat analysis, live (rule A4). */
export function AnalysisTab({ conversationId, conversation }: Props) {
  const analysis = usePanel().analyses[conversationId];
  const isClosed = conversation.control.status === "closed";

  if (!isClosed) {
    return <p className={styles.empty}>The analysis runs by itself once the conversation is closed.</p>;
  }
  if (!analysis || analysis.type === "analysis.started") {
    return (
      <section className={styles.running}>
        <p>
          <Icon name="chart" size={16} /> The conversation is being analysed…
        </p>
        <Skeleton lines={5} label="Analysis is running" />
      </section>
    );
  }
  return (
    <section className={styles.analysis} aria-label="Analysis">
      {analysis.type === "analysis.failed" ? (
        <p role="alert" className={styles.failed}>
          <Icon name="warning" size={16} /> The analysis failed ({analysis.code}). The conversation is as it was.
        </p>
      ) : (
        <AnalysisResult analysis={analysis satisfies AnalysisCompleted} />
      )}
      <RunAgain conversationId={conversationId} />
    </section>
  );
}

function RunAgain({ conversationId }: { conversationId: string }) {
  const { api } = useController();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const run = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await api.analyseAgain(conversationId);
    } catch (error) {
      setProblem(explained(error instanceof ApiError ? error.problem : null));
    }
    setBusy(false);
  };

  return (
    <div>
      <Button icon="refresh" isBusy={isBusy} onClick={() => void run()}>
        Run again
      </Button>
      {problem && <p role="alert">{problem}</p>}
    </div>
  );
}
