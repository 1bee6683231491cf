/** Opens a snapshot for a rehearsal or a story. */
import { Failure } from '../../model/failure.ts';
import type { DesiredState } from '../../model/desired-state.ts';
import { trustEmail } from '../../model/email.ts';
import type { FileReader } from '../../model/file-reader.ts';
import type { ObservedState } from '../../model/observed-state.ts';
import { decodeText } from '../../schema/decode-text.ts';
import { replaceAddresses } from '../../schema/write/replace-addresses.ts';
import { overlayFiles } from '../overlay-files.ts';
import type { OpenedAccount } from '../rehearsal/opened-account.ts';
import { readAccount } from '../rehearsal/read-account.ts';
import { openPseudonyms, type OpenedPseudonyms, type Pseudonyms } from './pseudonyms.ts';
import { type Snapshot, snapshotFormatVersion, type SnapshotPart } from './snapshot.ts';
import { refuseUnreadFacts } from './unread-facts.ts';

export interface OpenedSnapshot {
  readonly account: OpenedAccount['account'];
  readonly writeLedger?: (path: string) => Promise<void>;
  readonly repOrders?: ObservedState['repOrders'];
  /** The configuration files of the snapshot, and all of its files. */
  readonly paths: readonly string[];
  readonly files: FileReader;
  /** Returns the pseudonyms for real files; undefined if the snapshot has another key. */
  readonly withKey: (key: Buffer) => OpenedPseudonyms | undefined;
  /** Throws `Failure` `snapshot-property` for files that need a fact about contacts that the snapshot does not have. */
  readonly refuseUnread: (desired: DesiredState) => void;
}

/** Reads a snapshot. Throws `Failure` `account-file` for another file. */
export async function openSnapshot(path: string, files: FileReader): Promise<OpenedSnapshot> {
  const read = await readAccount(path, files);
  if (!isSnapshot(read)) {
    throw new Failure({
      code: 'account-file',
      message: `${path} is an account of the simulator, and not a snapshot.`,
      help: 'Take a snapshot with `rollcall snapshot --out FILE`, or pass the account with --account.',
    });
  }
  const { snapshot, ...copied } = read;
  const account = { ...copied, excerpt: true as const };
  const { ledger, rotation, facts, pseudonyms: rules } = snapshot;
  return {
    account,
    paths: snapshot.paths,
    files: filesOf(snapshot),
    ...(ledger
      ? {
          writeLedger: async (to) => {
            const { writeLedgerForRehearsal } = await import('../../runtime/ledger-adapters.ts');
            await writeLedgerForRehearsal(ledger, to);
          },
        }
      : {}),
    ...(rotation ? { repOrders: repOrdersOf(rotation) } : {}),
    refuseUnread: (desired) => {
      refuseUnreadFacts(desired, { facts, reps: new Set(rotation?.reps) });
    },
    withKey: (key) => openPseudonyms(key, { rules, addresses: addressesOf(account) }),
  };
}

function isSnapshot(value: object): value is Snapshot {
  const part: unknown = Object.entries(value).find(([name]) => name === 'snapshot')?.[1];
  return (
    typeof part === 'object' &&
    part !== null &&
    'formatVersion' in part &&
    part.formatVersion === snapshotFormatVersion &&
    'files' in part &&
    'pseudonyms' in part &&
    'facts' in part
  );
}

function filesOf({ files }: SnapshotPart): FileReader {
  const all = overlayFiles();
  for (const [path, text] of Object.entries(files)) all.set(path, text);
  return all;
}

/** Returns the orders of a snapshot with the addresses of its reps. */
export function repOrdersOf({
  reps,
  orders,
}: NonNullable<SnapshotPart['rotation']>): NonNullable<ObservedState['repOrders']> {
  const emails = reps.map(trustEmail);
  return new Map(
    Object.entries(orders).map(([id, order]) => [id, order.flatMap((index) => emails[index] ?? [])]),
  );
}

function* addressesOf({ contacts, owners }: OpenedAccount['account']): Iterable<string> {
  for (const { email, otherEmails = [] } of contacts) {
    if (email !== undefined) yield email;
    yield* otherEmails;
  }
  for (const { email } of owners) yield email;
}

/**
 * Returns files with pseudonyms instead of their addresses. Each file is read once: a rehearsal loads them every day. A
 * file whose addresses cannot be replaced rejects. `onRefused` gets the error, which is not about the file.
 */
export function filesWithPseudonyms(
  files: FileReader,
  { text: replace }: Pseudonyms,
  onRefused: (error: unknown) => void,
): FileReader {
  const known = new Map<string, Promise<Uint8Array>>();
  const read = async (path: string): Promise<Uint8Array> => {
    const bytes = await files.read(path);
    const decoded = decodeText(bytes);
    // The check of the files explains what is wrong with them.
    if (!('text' in decoded)) return bytes;
    try {
      return new TextEncoder().encode(replaceAddresses(path, decoded.text, replace));
    } catch (error) {
      onRefused(error);
      throw error;
    }
  };
  return {
    list: (path) => files.list(path),
    read: async (path) => {
      const found = known.get(path) ?? read(path);
      known.set(path, found);
      return found;
    },
  };
}
