import type { Attachment } from "@switchboard/protocol";
import { attachmentAddress, shownSize } from "@switchboard/state";
import { FileList } from "@switchboard/ui";

/** The files of a message or note. */
export function Files({ files }: { files: readonly Attachment[] }) {
  const shown = files.map((file) => ({
    key: file.attachment_id,
    link: (
      <a href={attachmentAddress(file)} target="_blank" rel="noopener noreferrer">
        {file.name}
      </a>
    ),
    size: shownSize(file.size),
  }));
  return <FileList files={shown} />;
}
