import type { NetworkProblem } from '#contract/bridge/types';
import MovedServerDialog from '../session/moved-server-dialog.tsx';
import ProxySignInDialog from '../session/proxy-sign-in-dialog.tsx';

/** Asks for what a problem with the connection needs of the user. */
export default function ConnectionProblemDialog({
  problem,
  onClose,
}: {
  problem: NetworkProblem;
  onClose: () => void;
}) {
  return problem.movedTo === undefined ? (
    <ProxySignInDialog problem={problem} onSignedIn={onClose} onClose={onClose} />
  ) : (
    <MovedServerDialog movedTo={problem.movedTo} onClose={onClose} />
  );
}
