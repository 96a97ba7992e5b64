import { Button, Dialog } from "@switchboard/ui";

interface Props {
  name: string;
  onCancel: () => void;
  onConfirm: () => void;
}

/** Closing is permanent, so it is asked once more (rule X1). */
export function CloseDialog({ name, onCancel, onConfirm }: Props) {
  return (
    <Dialog
      title="Close this conversation?"
      onClose={onCancel}
      footer={
        <>
          <Button onClick={onCancel}>Keep it open</Button>
          <Button look="danger" onClick={onConfirm}>
            Close for good
          </Button>
        </>
      }
    >
      <p>
        The conversation with {name} ends for good. A new message from them starts a new conversation, and the
        analysis begins.
      </p>
    </Dialog>
  );
}
