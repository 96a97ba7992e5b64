import type { AnalysisCompleted, ExtractedField, Sentiment } from "@switchboard/protocol";
import { fullTime } from "@switchboard/ui";
import styles from "./AnalysisTab.module.css";

const SENTIMENT_NAMES: Record<Sentiment, string> = {
  positive: "Positive",
  neutral: "Neutral",
  negative: "Negative",
};

const MISSING_REASONS: Record<string, string> = {
  not_mentioned: "not mentioned",
  wrong_type: "the value had the wrong type",
  not_an_option: "the value is not one of the options",
};

export function AnalysisResult({ analysis }: { analysis: AnalysisCompleted }) {
  return (
    <>
      <div>
        <h3>Summary</h3>
        <p className={styles.summary}>{analysis.summary || "Nothing was said that could be summarised."}</p>
      </div>
      <div>
        <h3>Sentiment</h3>
        <span className={styles.sentiment} data-sentiment={analysis.sentiment}>
          {SENTIMENT_NAMES[analysis.sentiment]}
        </span>
      </div>
      {analysis.fields.length > 0 && (
        <div>
          <h3>Fields</h3>
          <dl className={styles.fields}>
            {analysis.fields.map((field) => (
              <div key={field.key}>
                <dt>{field.key.replaceAll("_", " ")}</dt>
                <dd data-missing={field.missing != null}>{valueOf(field)}</dd>
              </div>
            ))}
          </dl>
        </div>
      )}
      <p className={styles.provenance}>
        Version {analysis.analysis_version}, {fullTime(analysis.at)}, by {analysis.model} {analysis.model_version}
      </p>
    </>
  );
}

function valueOf({ value, missing }: ExtractedField): string {
  if (value === true) return "Yes";
  if (value === false) return "No";
  if (value != null) return String(value);
  return `Missing: ${MISSING_REASONS[missing ?? ""] ?? missing ?? "no reason given"}`;
}
