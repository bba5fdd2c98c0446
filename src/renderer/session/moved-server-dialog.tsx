import { Button } from '@mantine/core';
import { Dialog, DialogActions, DialogBody } from '../components/form/dialog.tsx';
import { useSignedIn } from '../data/session.ts';
import { signInElsewhere } from '../data/sign-in-elsewhere.ts';

interface MovedServerDialogProps {
  /** The origin that the server names. */
  movedTo: string;
  onClose: () => void;
}

/** Asks whether to sign in at the address that the server has moved to. Nothing is sent there before. */
export default function MovedServerDialog({ movedTo, onClose }: MovedServerDialogProps) {
  const { server } = useSignedIn();
  return (
    <Dialog title={`Sign in at ${movedTo}?`} size={480} onClose={onClose}>
      <DialogBody>
        {server} says it has moved there. Nothing has been sent to the new address. If you weren’t expecting
        this, check with your server administrator first. You stay signed in here until you sign in there.
      </DialogBody>
      <DialogActions>
        <Button variant="default" data-autofocus onClick={onClose}>
          Cancel
        </Button>
        <Button
          onClick={() => {
            onClose();
            signInElsewhere(movedTo);
          }}
        >
          Continue
        </Button>
      </DialogActions>
    </Dialog>
  );
}
