import type { Attachment } from "@switchboard/protocol";
import { shownSize } from "@switchboard/state";
import { FileList } from "@switchboard/ui";
import { useController } from "../context";

/** The files of a message; the visitor's token goes into no address, so a press fetches them. */
export function Files({ files }: { files: readonly Attachment[] }) {
  const controller = useController();
  const shown = files.map((file) => ({
    key: file.attachment_id,
    link: (
      <button type="button" onClick={() => void controller.download(file)}>
        {file.name}
      </button>
    ),
    size: shownSize(file.size),
  }));
  return <FileList files={shown} />;
}
