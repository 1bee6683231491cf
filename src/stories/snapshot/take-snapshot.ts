/** `rollcall snapshot`: reads what the files touch in the account, and makes a copy for rehearsals. Reads only. */
import type { ReadDeps } from '../../commands/deps.ts';
import { loadOrShowProblems } from '../../commands/pipeline.ts';
import {
  estimateRead,
  type ReadEstimate,
  readSnapshotInput,
} from '../../commands/pipeline/snapshot-input.ts';
import type { AccountRecording } from '../../model/account-recording.ts';
import type { AccountReader } from '../../model/account.ts';
import type { DesiredState } from '../../model/desired-state.ts';
import { Failure } from '../../model/failure.ts';
import type { FileReader } from '../../model/file-reader.ts';
import type { LedgerRows, LedgerRowsRequest } from '../../model/ledger/ledger-rows.ts';
import type { ObservedState } from '../../model/observed-state.ts';
import { configurationFiles, outputFormatVersion, type Plan } from '../../model/results/plan.ts';
import type { TakenSnapshot } from '../../model/results/taken-snapshot.ts';
import { maskEmails } from '../../model/text/mask-emails.ts';
import { decodeText } from '../../schema/decode-text.ts';
import { openWorld, type WorldOptions } from '../world.ts';
import { planDifferences } from './compare-plans.ts';
import { makeSnapshot, pseudonymsFor } from './make-snapshot.ts';
import { repOrdersOf } from './open-snapshot.ts';
import type { Snapshot } from './snapshot.ts';

export interface SnapshotRequest {
  readonly paths: readonly string[];
  /** The path of the file to write. It must not exist. */
  readonly out: string;
  /** Returns the key of the pseudonyms. It may be created now. */
  readonly key: () => Promise<Buffer>;
  readonly deps: Omit<ReadDeps, 'openReader'> & {
    readonly openRecorded: (
      desired: DesiredState,
    ) => Promise<{ readonly reader: AccountReader; readonly recording: AccountRecording }>;
  };
  readonly readLedgerRows: (
    desired: DesiredState,
    request: LedgerRowsRequest,
  ) => Promise<LedgerRows | undefined>;
  readonly writeLedgerRows: (rows: LedgerRows, to: string) => Promise<void>;
  /** Returns how a copy of the account ends early: at an interrupt, and with the process. */
  readonly openCopy?: () => Pick<WorldOptions, 'interrupt' | 'atExit'>;
  /** Announces the size before anything is read. */
  readonly announce: (estimate: ReadEstimate, desired: DesiredState) => void;
}

/**
 * Takes a snapshot and writes it. Returns undefined after it has shown the problems of invalid files. Then it plans on the
 * snapshot, and compares that plan with the one of the account. Throws `Failure` `file-exists`, `snapshot-path`, and what
 * `plan` throws.
 */
export async function takeSnapshot(request: SnapshotRequest): Promise<TakenSnapshot | undefined> {
  const { paths, out, key, deps } = request;
  await refuseExisting(out, deps.files);
  const files = keepingTexts(deps.files);
  const opened: { reader: AccountReader; recording: AccountRecording }[] = [];
  const reading: ReadDeps = {
    ...deps,
    files,
    openReader: async (desired) => {
      const account = await deps.openRecorded(desired);
      opened.push(account);
      return account.reader;
    },
  };
  const loaded = await loadOrShowProblems({ paths }, reading);
  if (!loaded) return undefined;
  refuseNames(loaded.desired.files, files.textOf);
  request.announce(estimateRead(loaded.desired), loaded.desired);
  const { input, plan, repOrders } = await readSnapshotInput(loaded, reading);
  const [account] = opened;
  if (!account) throw new Error('no account was opened');
  const { desired, observed, ledger } = input;
  const names = pseudonymsFor(input, await key());
  const rows = await request.readLedgerRows(desired, {
    portalId: observed.account.portalId,
    emails: names.known,
    contactIds: [...observed.contacts.keys(), ...observed.aliases.keys()],
    withoutAddresses: names.text,
  });
  const texts = new Map(desired.files.map(({ path }) => [path, files.textOf(path)]));
  const sources = { desired, observed, ledger, recording: account.recording, repOrders, texts };
  const first = makeSnapshot(sources, names, rows);
  const { snapshot, seen } = await withRevisions(first, observed, request);
  const text = JSON.stringify(snapshot);
  refuseAddresses(text, names.known);
  await deps.writeFile(out, [text, '\n']);
  return {
    formatVersion: outputFormatVersion,
    path: out,
    portalId: snapshot.portalId,
    at: snapshot.now,
    contacts: snapshot.contacts.length,
    enrollments: snapshot.enrollments.length,
    targets: snapshot.sequences.length + snapshot.flows.length,
    lists: snapshot.lists.length,
    records: rows?.find(({ name }) => name === 'rollcall_intents')?.rows.length ?? 0,
    requests: account.reader.requests(),
    bytes: Buffer.byteLength(text) + 1,
    entries: plan.changes.length + plan.unchanged.length,
    differences: seen ? planDifferences(plan, seen.plan, names) : ['the snapshot cannot be planned'],
  };
}

interface Seen {
  readonly plan: Plan;
  readonly observed: ObservedState;
}

/**
 * Plans on the snapshot. A target that was not edited since the last apply must not look edited there: the digest of its
 * steps differs, because the simulator writes them in its own way.
 */
async function withRevisions(
  snapshot: Snapshot,
  account: ObservedState,
  request: SnapshotRequest,
): Promise<{ readonly snapshot: Snapshot; readonly seen: Seen | undefined }> {
  const first = await planOn(snapshot, request);
  const { ledger } = snapshot.snapshot;
  if (!first || !ledger) return { snapshot, seen: first };
  const changed = ledger.map((table) => {
    if (table.name !== 'rollcall_targets') return table;
    const [kind, id, revision] = ['kind', 'id', 'revision'].map((name) => table.columns.indexOf(name));
    return {
      ...table,
      rows: table.rows.map((row) => {
        const target = `${row[kind ?? -1]}:${row[id ?? -1]}`;
        const isCurrent = account.targets.get(target)?.revision === row[revision ?? -1];
        const now = first.observed.targets.get(target)?.revision;
        return isCurrent && now !== undefined ? row.with(revision ?? -1, now) : row;
      }),
    };
  });
  if (JSON.stringify(changed) === JSON.stringify(ledger)) return { snapshot, seen: first };
  const corrected = { ...snapshot, snapshot: { ...snapshot.snapshot, ledger: changed } };
  return { snapshot: corrected, seen: await planOn(corrected, request) };
}

async function planOn(
  { snapshot, ...account }: Snapshot,
  { writeLedgerRows, openCopy }: SnapshotRequest,
): Promise<Seen | undefined> {
  const { ledger, rotation, paths, files } = snapshot;
  const reader: FileReader = {
    read: async (path) => {
      const text = files[path];
      if (text !== undefined) return new TextEncoder().encode(text);
      throw Object.assign(new Error(`ENOENT: ${path}`), { code: 'ENOENT' });
    },
    list: async () => undefined,
  };
  const world = await openWorld({
    account,
    files: reader,
    paths,
    ...(ledger ? { writeLedger: (to) => writeLedgerRows(ledger, to) } : {}),
    ...(rotation ? { repOrders: repOrdersOf(rotation) } : {}),
    ...openCopy?.(),
  });
  try {
    return await world.observe();
  } finally {
    await world.close();
  }
}

function keepingTexts(files: FileReader): FileReader & { readonly textOf: (path: string) => string } {
  const read = new Map<string, Uint8Array>();
  return {
    list: (path) => files.list(path),
    async read(path) {
      const bytes = await files.read(path);
      read.set(path, bytes);
      return bytes;
    },
    textOf(path) {
      const decoded = decodeText(read.get(path) ?? new Uint8Array());
      return 'text' in decoded ? decoded.text : '';
    },
  };
}

/** Throws for a path with an address: a snapshot keeps the paths of its files, because the files name each other. */
function refuseNames(files: DesiredState['files'], textOf: (path: string) => string): void {
  const path = files.find((file) => file.path.includes('@'))?.path;
  if (path === undefined) return;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const places = configurationFiles(files).flatMap((file) => {
    const line = textOf(file)
      .split('\n')
      .findIndex((text) => text.includes(name));
    return line < 0 ? [] : [`${file}:${line + 1}`];
  });
  const [place] = places;
  throw new Failure({
    code: 'snapshot-path',
    message: `${place === undefined ? '' : `${maskEmails(place)}: `}The path ${maskEmails(path)} contains an @, and a snapshot keeps the paths of its files but no address. Nothing was read from the account or written.`,
    help: 'Rename the file or the folder without an @, and the path in the files. For a folder above, run rollcall inside it, with relative paths.',
  });
}

/** Throws if an address is left: a mistake of rollcall must not publish it. */
function refuseAddresses(text: string, known: ReadonlyMap<string, string>): void {
  const lower = text.toLowerCase();
  const isOther = /@(?!(?:contacts|senders|[\da-f]{16})\.example\b|\*)/u.test(lower);
  if (!isOther && !hasAddress(lower, known)) return;
  throw new Failure({
    code: 'snapshot-address',
    message: 'The snapshot would contain an address. Nothing was written.',
    help: 'This is an error of rollcall: please report it, without the address.',
  });
}

/** All addresses of a text are pseudonyms if those after each @ are: only the domains remain to be tested. */
function hasAddress(text: string, known: ReadonlyMap<string, string>): boolean {
  for (const found of text.matchAll(/[\w.+-]+@[\w.-]+/gu)) if (known.has(found[0])) return true;
  return false;
}

async function refuseExisting(path: string, files: FileReader): Promise<void> {
  const found = await files.read(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  );
  if (!found) return;
  throw new Failure({
    code: 'file-exists',
    message: `${path} already exists. Nothing was read or written.`,
    help: 'Name another file with --out, or move this one away first.',
  });
}
