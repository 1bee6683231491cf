import type { PipelineOptions } from '../../commands/pipeline.ts';
import { omitUndefined } from '../../model/omit-undefined.ts';
import type { RehearseRequest } from '../../stories/rehearsal/rehearse.ts';
import type { ConnectionFlags } from '../dependencies.ts';
import type { Session } from '../session.ts';
import { recordingReads } from './recording-reads.ts';
import { flagFailure } from './rehearse-flags.ts';

/** Returns how the account of a forecast is opened: from a file, or from the account of the files as it is now. Not from a snapshot. */
export function accountOpener(
  flags: ConnectionFlags & { readonly account: string | undefined; readonly snapshot: string | undefined },
  session: Session,
): RehearseRequest['openAccount'] {
  const { account: file, snapshot } = flags;
  const { files, copyLedger } = session.rehearsalDeps();
  return async (loaded) => {
    if (file !== undefined && snapshot !== undefined)
      throw flagFailure('--account cannot be used with --snapshot', 'Pass one of them.');
    if (file !== undefined) {
      const { readAccount } = await import('../../stories/rehearsal/read-account.ts');
      return { account: await readAccount(file, files), from: { kind: 'file', file } };
    }
    const { planLoaded } = await import('../../commands/pipeline.ts');
    const { copyAccount } = await import('../../stories/rehearsal/copy-account.ts');
    const { deps, recording } = recordingReads(session.snapshotDeps(flags));
    const { input } = await planLoaded(loaded, everything, deps);
    const { writeLedger } = await copyLedger(loaded.desired);
    const kind = loaded.desired.portal === 'simulated' ? 'simulated' : 'account';
    return { account: copyAccount(input, recording()), from: { kind }, ...omitUndefined({ writeLedger }) };
  };
}

const everything: PipelineOptions = { paths: [], only: [], exclude: [], liftedLimits: {} };
