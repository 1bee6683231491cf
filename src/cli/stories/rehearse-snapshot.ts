/** What `rehearse` plays on a snapshot: the user's files with the key of the snapshot, or else the files in it. */
import { Failure } from '../../model/failure.ts';
import type { FileReader } from '../../model/file-reader.ts';
import { defaultFile } from '../../model/results/plan.ts';
import type { Rehearsal } from '../../model/results/rehearsal.ts';
import type { RehearseRequest } from '../../stories/rehearsal/rehearse.ts';
import { findSnapshotKey, snapshotKeyFile } from './snapshot-key.ts';

interface SnapshotInputs extends Pick<RehearseRequest, 'paths' | 'files' | 'openAccount'> {
  /** Returns the address of a rep in the snapshot. */
  readonly sender: (email: string) => string;
  /** Throws the `Failure` of a file whose addresses cannot be replaced, if there is one. */
  readonly throwIfRefused: () => void;
  /** Returns a forecast with the real addresses of the reps that the user's files name. */
  readonly restored: (rehearsal: Rehearsal) => Rehearsal;
}

/** Opens a snapshot for a forecast. Throws `Failure` `snapshot-key` if files are given and their addresses cannot match. */
export async function snapshotInputs(
  path: string,
  { paths, files }: { readonly paths: readonly string[]; readonly files: FileReader },
): Promise<SnapshotInputs> {
  const { filesWithPseudonyms, openSnapshot } = await import('../../stories/snapshot/open-snapshot.ts');
  const { account, writeLedger, repOrders, ...opened } = await openSnapshot(path, files);
  const key = await findSnapshotKey(files);
  const names = key && opened.withKey(key);
  const isGiven = paths.length > 0;
  if (isGiven && !names) throw keyNeeded(path);
  const own = names && (isGiven || (await exists(defaultFile, files))) ? names : undefined;
  const from = { kind: 'snapshot', file: path } as const;
  const ledger = { ...(writeLedger ? { writeLedger } : {}), ...(repOrders ? { repOrders } : {}) };
  let refused: unknown;
  return {
    paths: own ? paths : opened.paths,
    files: own
      ? filesWithPseudonyms(files, own, (error) => {
          refused ??= error;
        })
      : opened.files,
    throwIfRefused: () => {
      if (refused instanceof Failure) throw refused;
    },
    openAccount: async ({ desired }) => {
      opened.refuseUnread(desired);
      return { account, from, ...ledger, ...(own ? {} : { withFiles: true as const }) };
    },
    sender: (email) => {
      const sender = names?.address(email);
      return account.owners.some((owner) => owner.email === sender) ? (sender ?? email) : email;
    },
    restored: (rehearsal) => {
      let text = JSON.stringify(rehearsal);
      for (const [pseudonym, email] of names?.senders() ?? []) text = text.replaceAll(pseudonym, email);
      const result: Rehearsal = JSON.parse(text);
      return result;
    },
  };
}

async function exists(path: string, files: FileReader): Promise<boolean> {
  return files.read(path).then(
    () => true,
    () => false,
  );
}

function keyNeeded(path: string): Failure {
  return new Failure({
    code: 'snapshot-key',
    message: `The addresses in your files cannot match those of ${path}: they are pseudonyms, and its key is neither in ROLLCALL_SNAPSHOT_KEY nor in ${snapshotKeyFile}.`,
    help: 'Leave the files out: the snapshot contains those of its time. Or take a new snapshot with the key of this folder: rollcall snapshot --out FILE',
  });
}
