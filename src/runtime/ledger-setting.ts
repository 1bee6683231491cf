import { resolve } from 'node:path';
import type { DesiredState } from '../model/desired-state.ts';
import { Failure } from '../model/failure.ts';
import {
  defaultLedger,
  isLedgerLocationProblem,
  ledgerLocationProblem,
  type LedgerLocation,
  type LedgerPlace,
  parseLedgerLocation,
} from '../model/ledger/ledger-location.ts';
import type { Environment } from './environment.ts';

/** A valid ledger location, with its place for messages. */
export interface LedgerSetting {
  readonly location: string;
  readonly place: LedgerPlace;
}

const ledgerVariable = 'ROLLCALL_LEDGER';

/**
 * Returns the ledger location from the environment, which may contain a password, or else from the configuration.
 * Throws `Failure` `bad-ledger`: a mistyped location must not become the name of a SQLite file.
 */
export function ledgerSetting(desired: Pick<DesiredState, 'ledger'>, env: Environment): LedgerSetting {
  return settingFromEnvironment(env) ?? fromConfiguration(desired.ledger);
}

/** Returns the location that the files name, or their default. Throws as `ledgerSetting` does. */
export function fromConfiguration(location: string): LedgerSetting {
  const setting = settingFromLocation(location, '`ledger`');
  return location === defaultLedger ? { ...setting, place: { ...setting.place, isDefault: true } } : setting;
}

/** Returns the location from ROLLCALL_LEDGER, or undefined if it is not set. Throws as `ledgerSetting` does. */
export function settingFromEnvironment(env: Environment): LedgerSetting | undefined {
  const value = env[ledgerVariable];
  if (value === undefined) return undefined;
  // A pipeline without access to the secret sets an empty value. It must not fall back to another ledger.
  if (value.trim() === '') {
    throw new Failure({
      code: 'bad-ledger',
      message: `${ledgerVariable} is set but empty.`,
      help: 'Set it to the address of the ledger, or unset it to use `ledger` from the configuration. In CI, check the name of the secret (plan and drift jobs: ROLLCALL_LEDGER_READ) and that this job may read it.',
    });
  }
  // Stored secrets often end with a line break.
  return settingFromLocation(value.trim(), ledgerVariable);
}

/**
 * Returns the location from a flag or an argument. Throws `ledger-password` for one with a password, else as
 * `ledgerSetting` does.
 */
export function settingFromArgument(location: string, name: string): LedgerSetting {
  const problem = ledgerLocationProblem(location, name);
  if (problem) throw new Failure({ code: problem.code, message: problem.message, help: problem.help });
  return settingFromLocation(location, name);
}

export function settingFromLocation(location: string, from: LedgerPlace['from']): LedgerSetting {
  const read = parseLedgerLocation(location);
  if (isLedgerLocationProblem(read)) {
    throw new Failure({ code: read.code, message: `${from} ${read.problem}.`, help: read.help });
  }
  return { location, place: placeOf(read, from) };
}

function placeOf(read: LedgerLocation, from: LedgerPlace['from']): LedgerPlace {
  return read.engine === 'sqlite'
    ? { place: resolve(read.path), from, isFile: true, location: read.path }
    : { place: read.place, from, isFile: false, location: read.publicUrl };
}
