/** The ledger of one run, as the environment and the files name it. */
import type { LedgerAdmin, LedgerDeps, ReadDeps } from '../commands/deps.ts';
import type { LedgerRequest } from '../ledger/open-ledger.ts';
import type { DesiredState } from '../model/desired-state.ts';
import { Failure } from '../model/failure.ts';
import { describeLedgerPlace, type LedgerPlace } from '../model/ledger/ledger-address.ts';
import type { LedgerReader } from '../model/ledger/ledger.ts';
import type { Environment } from './environment.ts';
import {
  ledgerSetting,
  type LedgerSetting,
  settingFromFlag,
  settingFromEnvironment,
  settingFromAddress,
} from './ledger-setting.ts';

interface LedgerAdapterOptions {
  readonly env: Environment;
  readonly registerClose: (close: () => Promise<void>) => void;
}

type LedgerAdapters = Pick<ReadDeps, 'ledgerView' | 'ledgerPlace'> & Pick<LedgerDeps, 'openLedger'>;

/** The ledger if the files name none. */
const defaultLedgerFile = '.rollcall/ledger.db';

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
      const { emptyView, openLedger } = await import('../ledger/open-ledger.ts');
      const mode = create ? 'create' : 'read';
      const ledger = await open(desired, (request) => openLedger({ ...request, mode }));
      // The simulated account's ledger makes itself at the first apply: until then it is empty, not lost.
      if (!ledger) return { ...emptyView(), exists: desired.portal === 'simulated' };
      return ledger.view(portalId, dayStart);
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

/** The operations of the commands about a whole ledger. */
export function createLedgerAdmin({ env, registerClose }: LedgerAdapterOptions): LedgerAdmin {
  const settingFor: (of: Parameters<LedgerAdmin['status']>[0]) => LedgerSetting = ({ address, desired }) => {
    if (address !== undefined) return settingFromFlag(address);
    return desired
      ? ledgerSetting(desired, env)
      : (settingFromEnvironment(env) ?? settingFromAddress(defaultLedgerFile, '`ledger`'));
  };
  return {
    place: (of) => settingFor(of).place,
    status: async (of) => {
      const { ledgerStatus } = await import('../ledger/ledger-status.ts');
      const setting = settingFor(of);
      return { place: setting.place, status: await ledgerStatus(ledgerRequestOf(setting)) };
    },
    create: async (of) => {
      const { openLedger } = await import('../ledger/open-ledger.ts');
      const { ledgerStatus } = await import('../ledger/ledger-status.ts');
      const setting = settingFor(of);
      const there = await ledgerStatus(ledgerRequestOf(setting));
      if (there) throw ledgerExists(setting.place, there.ledgerId);
      const pinned = of.desired?.ledgerId;
      if (pinned !== undefined) throw pinnedLedgerMissing(setting.place, pinned);
      if (of.desired) await refuseSecondLedger(setting, of.desired);
      const ledger = await openLedger({ ...ledgerRequestOf(setting), mode: 'create' });
      registerClose(() => ledger.close());
      return { place: setting.place, ledgerId: ledger.ledgerId };
    },
    copy: async (from, to) => {
      const { copyLedger } = await import('../ledger/copy-ledger.ts');
      const [source, target] = [copyEndSetting(from, env), copyEndSetting(to, env)];
      const copy = await copyLedger({
        from: { address: source.address, place: source.place.place },
        to: { address: target.address, place: target.place.place },
      });
      return { from: source.place, to: target.place, copy };
    },
  };
}

function ledgerRequestOf({ address, place }: LedgerSetting): {
  readonly address: string;
  readonly from?: string;
} {
  return place.from === '`ledger`' ? { address } : { address, from: place.from };
}

/** An address, or `env:NAME`: a password belongs into neither a command line nor the history of a shell. */
function copyEndSetting(text: string, env: Environment): LedgerSetting {
  const [, name] = /^env:(\w+)$/u.exec(text) ?? [];
  if (name === undefined) return settingFromFlag(text);
  const value = env[name]?.trim() ?? '';
  if (value !== '') return settingFromAddress(value, name);
  throw new Failure({
    code: 'bad-ledger',
    message: `The environment variable ${name} is not set or empty.`,
    help: `Put the address of a ledger into ${name}.`,
  });
}

/**
 * Throws `ledger-elsewhere` when the files name a SQLite file that holds this account's history, and another
 * place is about to begin without it: contacts would be enrolled again.
 */
async function refuseSecondLedger(
  { place }: LedgerSetting,
  desired: Pick<DesiredState, 'ledger' | 'portal'>,
): Promise<void> {
  const named = settingFromAddress(desired.ledger, '`ledger`');
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
    message: `There is no ledger at ${describeLedgerPlace(place)}, and the one at ${describeLedgerPlace(named.place)} holds the history of this account${status?.movedTo === undefined ? '' : ` (it moved to ${status.movedTo})`}. A second ledger would enroll contacts again.`,
    help: `Move it instead: rollcall ledger copy ${named.address} ${place.from === 'ROLLCALL_LEDGER' ? 'env:ROLLCALL_LEDGER' : place.address}. If you do not need that ledger, move the file away first.`,
  });
}

function pinnedLedgerMissing(place: LedgerPlace, pinned: string): Failure {
  return new Failure({
    code: 'ledger-other',
    message: `There is no ledger at ${describeLedgerPlace(place)}, and the configuration accepts only \`ledgerId: ${pinned}\`. Nothing was sent.`,
    help: 'Point ROLLCALL_LEDGER, or `ledger` in the configuration, to the ledger with that id, or restore it from a backup. Remove `ledgerId` only to create a new ledger on purpose.',
  });
}

function ledgerExists(place: LedgerPlace, ledgerId: string | undefined): Failure {
  return new Failure({
    code: 'ledger-exists',
    message: `There is a ledger at ${describeLedgerPlace(place)} already${ledgerId === undefined ? '' : `: \`ledgerId: ${ledgerId}\``}. Nothing was created.`,
    help: 'Use it, or name another place with --ledger or ROLLCALL_LEDGER. `rollcall ledger status` shows what it holds.',
  });
}
