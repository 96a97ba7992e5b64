import type { AnalysisEvent } from "@switchboard/protocol";

/** The newest analysis of each conversation. */
export type Analyses = Readonly<Record<string, AnalysisEvent>>;

/** A newer version wins; within a version, its result wins over its beginning (rule A3). */
export function analysesHeard(analyses: Analyses, events: readonly AnalysisEvent[]): Analyses {
  const next = { ...analyses };
  for (const event of events) {
    const known = next[event.conversation_id];
    if (!known || isNewer(event, known)) next[event.conversation_id] = event;
  }
  return next;
}

function isNewer(event: AnalysisEvent, known: AnalysisEvent): boolean {
  if (event.analysis_version !== known.analysis_version) {
    return event.analysis_version > known.analysis_version;
  }
  return event.type !== "analysis.started";
}
