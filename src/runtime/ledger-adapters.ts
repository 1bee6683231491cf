/** Opens the ledger that the environment or the configuration names. */
import type { LedgerAdmin, LedgerAdminDeps, LedgerDeps, ReadDeps } from '../commands/deps.ts';
import type { LedgerRequest } from '../ledger/open-ledger.ts';
import type { DesiredState } from '../model/desired-state.ts';
import { Failure } from '../model/failure.ts';
import { defaultLedger, describeLedgerPlace, type LedgerPlace } from '../model/ledger/ledger-location.ts';
import { emptyLedgerView } from '../model/ledger/ledger-view.ts';
import type { LedgerRows, LedgerRowsRequest } from '../model/ledger/ledger-rows.ts';
import type { LedgerReader } from '../model/ledger/ledger.ts';
import type { Environment } from './environment.ts';
import {
  ledgerSetting,
  type LedgerSetting,
  settingFromArgument,
  settingFromEnvironment,
  fromConfiguration,
  settingFromLocation,
} from './ledger-setting.ts';

interface LedgerAdapterOptions {
  readonly env: Environment;
  readonly registerClose: (close: () => Promise<void>) => void;
}

type LedgerAdapters = Pick<ReadDeps, 'ledgerView' | 'ledgerPlace'> &
  Pick<LedgerDeps, 'openLedger'> &
  Pick<LedgerAdminDeps, 'openLedgerReader'>;

export function createLedgerAdapters({ env, registerClose }: LedgerAdapterOptions): LedgerAdapters {
  const open = async <Opened extends LedgerReader>(
    desired: DesiredState,
    opening: (request: Omit<LedgerRequest, 'mode'>) => Promise<Opened | undefined>,
  ): Promise<Opened | undefined> => {
    const setting = ledgerSetting(desired, env);
    const ledger = await opening({ ...ledgerRequestOf(setting), ledgerId: desired.ledgerId });
    if (ledger) registerClose(() => ledger.close());
    else if (desired.ledgerId !== undefined) throw pinnedLedgerMissing(setting.place, desired.ledgerId);
    return ledger;
  };
  return {
    ledgerPlace: (desired) => ledgerSetting(desired, env).place,
    ledgerView: async (desired, { portalId, dayStart, create = false }) => {
      const { openLedger } = await import('../ledger/open-ledger.ts');
      const mode = create ? 'create' : 'read';
      const ledger = await open(desired, (request) => openLedger({ ...request, mode }));
      // The first apply creates the ledger of the simulated account. Until then it counts as empty, not as missing.
      if (!ledger) return { ...emptyLedgerView(), exists: desired.portal === 'simulated' };
      return ledger.view(portalId, dayStart);
    },
    openLedgerReader: async (desired) => {
      const { openLedger } = await import('../ledger/open-ledger.ts');
      return open(desired, (request) => openLedger({ ...request, mode: 'read' }));
    },
    openLedger: async (desired, create) => {
      const { openLedger } = await import('../ledger/open-ledger.ts');
      const found = await open(desired, (request) => openLedger({ ...request, mode: 'write' }));
      if (found || !create) return found;
      await refuseSecondLedger(ledgerSetting(desired, env), desired);
      return open(desired, (request) => openLedger({ ...request, mode: 'create' }));
    },
  };
}

/** Copies the ledger of the environment or the files to a SQLite file. Returns false if there is none. */
export async function copyLedgerForRehearsal(
  desired: Pick<DesiredState, 'ledger'>,
  { env, to }: { readonly env: Environment; readonly to: string },
): Promise<boolean> {
  const { location, place } = ledgerSetting(desired, env);
  const { copyForRehearsal } = await import('../ledger/copy-ledger.ts');
  return copyForRehearsal({ location, place: place.place }, to);
}

/** Reads the records of an account for a snapshot; undefined if there is no ledger. */
export async function readLedgerForSnapshot(
  desired: Pick<DesiredState, 'ledger'>,
  env: Environment,
  request: LedgerRowsRequest,
): Promise<LedgerRows | undefined> {
  const { readLedgerRows } = await import('../ledger/snapshot-ledger.ts');
  return readLedgerRows(ledgerSetting(desired, env).location, request);
}

/** Writes the records of a snapshot to a new SQLite file. */
export async function writeLedgerForRehearsal(rows: LedgerRows, to: string): Promise<void> {
  const { writeLedgerRows } = await import('../ledger/snapshot-ledger.ts');
  await writeLedgerRows(rows, to);
}

/** Creates the operations of `rollcall ledger`. */
export function createLedgerAdmin({ env, registerClose }: LedgerAdapterOptions): LedgerAdmin {
  const settingFor: (request: Parameters<LedgerAdmin['status']>[0]) => LedgerSetting = ({
    location,
    desired,
  }) => {
    if (location !== undefined) return settingFromArgument(location, '--ledger');
    return desired
      ? ledgerSetting(desired, env)
      : (settingFromEnvironment(env) ?? fromConfiguration(defaultLedger));
  };
  return {
    place: (request) => settingFor(request).place,
    status: async (request) => {
      const { ledgerStatus } = await import('../ledger/ledger-status.ts');
      const setting = settingFor(request);
      return { place: setting.place, status: await ledgerStatus(ledgerRequestOf(setting)) };
    },
    create: async (request) => {
      const { openLedger } = await import('../ledger/open-ledger.ts');
      const { ledgerStatus } = await import('../ledger/ledger-status.ts');
      const setting = settingFor(request);
      const existing = await ledgerStatus(ledgerRequestOf(setting));
      if (existing) throw ledgerExists(setting.place, existing.ledgerId);
      const pinned = request.desired?.ledgerId;
      if (pinned !== undefined) throw pinnedLedgerMissing(setting.place, pinned);
      if (request.desired) await refuseSecondLedger(setting, request.desired);
      const ledger = await openLedger({ ...ledgerRequestOf(setting), mode: 'create' });
      registerClose(() => ledger.close());
      return { place: setting.place, ledgerId: ledger.ledgerId };
    },
    grant: async (request, wanted) => {
      const setting = settingFor(request);
      const { place } = setting;
      if (place.isFile) throw ledgerWithoutRoles(place);
      const { ledgerGrants } = await import('../ledger/postgres/grants.ts');
      return { place, statements: await ledgerGrants(ledgerRequestOf(setting), wanted) };
    },
    copy: async (from, to) => {
      const { copyLedger } = await import('../ledger/copy-ledger.ts');
      const source = copyEndSetting(from, { argument: 'FROM', env });
      const target = copyEndSetting(to, { argument: 'TO', env });
      const copy = await copyLedger({
        from: { location: source.location, place: source.place.place },
        to: { location: target.location, place: target.place.place },
      });
      return { from: source.place, to: target.place, copy };
    },
  };
}

function ledgerRequestOf({ location, place }: LedgerSetting): {
  readonly location: string;
  readonly from?: string;
} {
  return place.from === '`ledger`' ? { location } : { location, from: place.from };
}

/**
 * Reads a location or `env:NAME`. A location with a password is accepted only from a variable, because command lines
 * end up in process lists and shell histories.
 */
function copyEndSetting(
  text: string,
  { argument, env }: { readonly argument: string; readonly env: Environment },
): LedgerSetting {
  const [, name] = /^env:(\w+)$/u.exec(text) ?? [];
  if (name === undefined) return settingFromArgument(text, argument);
  const value = env[name]?.trim() ?? '';
  if (value !== '') return settingFromLocation(value, name);
  throw new Failure({
    code: 'bad-ledger',
    message: `The environment variable ${name} is not set, or is empty.`,
    help: `Set ${name} to the address of a ledger.`,
  });
}

/**
 * Throws `ledger-elsewhere` if the configuration names a SQLite file with history of this account, and a new ledger
 * would be created at another place. The new ledger would lack that history and enroll contacts again.
 */
async function refuseSecondLedger(
  { place }: LedgerSetting,
  desired: Pick<DesiredState, 'ledger' | 'portal'>,
): Promise<void> {
  const named = settingFromLocation(desired.ledger, '`ledger`');
  if (!named.place.isFile || named.place.place === place.place) return;
  const { ledgerStatus } = await import('../ledger/ledger-status.ts');
  const status = await ledgerStatus(ledgerRequestOf(named));
  const { portal } = desired;
  const isOurs = status?.accounts.some(
    ({ portalId, startedAt }) => startedAt !== undefined && (portal === 'simulated' || portalId === portal),
  );
  if (!isOurs) return;
  throw new Failure({
    code: 'ledger-elsewhere',
    message: `There is no ledger at ${describeLedgerPlace(place)}, but the one at ${describeLedgerPlace(named.place)} holds the history of this account${status?.movedTo === undefined ? '' : ` (it moved to ${status.movedTo})`}. A second ledger would enroll contacts again.`,
    help: `Move it instead: rollcall ledger copy ${named.location} ${place.from === 'ROLLCALL_LEDGER' ? 'env:ROLLCALL_LEDGER' : place.location}. If you do not need that ledger, move the file away first.`,
  });
}

function pinnedLedgerMissing(place: LedgerPlace, pinned: string): Failure {
  return new Failure({
    code: 'ledger-id-differs',
    message: `There is no ledger at ${describeLedgerPlace(place)}, but the configuration accepts only \`ledgerId: ${pinned}\`. Nothing was sent.`,
    help: 'Point ROLLCALL_LEDGER, or `ledger` in the configuration, to the ledger with that id, or restore it from a backup. Remove `ledgerId` only if you want a new ledger.',
  });
}

function ledgerWithoutRoles(place: LedgerPlace): Failure {
  return new Failure({
    code: 'ledger-without-roles',
    message: `The ledger at ${describeLedgerPlace(place)} is a SQLite file. A file has no roles: every user who can write the file can change the ledger.`,
    help: 'Restrict it with the permissions of the file and its folder. For a role that only reads, move the ledger to PostgreSQL: docs/ledger-postgres.md.',
  });
}

function ledgerExists(place: LedgerPlace, ledgerId: string | undefined): Failure {
  return new Failure({
    code: 'ledger-exists',
    message: `A ledger already exists at ${describeLedgerPlace(place)}${ledgerId === undefined ? '' : ` (\`ledgerId: ${ledgerId}\`)`}. Nothing was created.`,
    help: 'Use it, or name another place with --ledger or ROLLCALL_LEDGER. `rollcall ledger status` shows what it holds.',
  });
}
