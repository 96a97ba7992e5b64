import type { Attachment } from "@switchboard/protocol";

/** The files of a message; one that was stored before there were files has none. */
export function filesOf(message: { readonly attachments?: readonly Attachment[] }): readonly Attachment[] {
  return message.attachments ?? [];
}

/** Where a file is had from; who asks is authorised each time (rule N1). */
export function attachmentAddress(file: Attachment): string {
  return `/v1/attachments/${file.attachment_id}`;
}

/** What was written beside the files; a message that is nothing but files has their names as its text. */
export function writtenText(text: string, files: readonly Attachment[]): string {
  const names = files.map(({ name }) => name).join("\n");
  return files.length > 0 && text === names ? "" : text;
}

const UNITS = ["B", "kB", "MB", "GB"];

/** A size in bytes, for people. */
export function shownSize(bytes: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  const amount = bytes / 1000 ** step;
  return `${amount < 10 && step > 0 ? amount.toFixed(1) : Math.round(amount)} ${UNITS[step] ?? ""}`;
}
