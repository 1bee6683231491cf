import { resolve } from 'node:path';
import type { DesiredState } from '../model/desired-state.ts';
import { Failure } from '../model/failure.ts';
import {
  isLedgerAddressProblem,
  ledgerAddressProblem,
  type LedgerLocation,
  type LedgerPlace,
  readLedgerAddress,
} from '../model/ledger/ledger-address.ts';
import type { Environment } from './environment.ts';

/** A valid address with its place. */
export interface LedgerSetting {
  readonly address: string;
  readonly place: LedgerPlace;
}

const ledgerVariable = 'ROLLCALL_LEDGER';

/**
 * Returns the ledger's address: that of the environment, which may hold a password, otherwise that of the
 * files. Throws `Failure` `bad-ledger`: a mistyped address must not become the name of a SQLite file.
 */
export function ledgerSetting(desired: Pick<DesiredState, 'ledger'>, env: Environment): LedgerSetting {
  return settingFromEnvironment(env) ?? settingFromAddress(desired.ledger, '`ledger`');
}

/** The address of the environment variable, or nothing where it is not set. Throws as `ledgerSetting`. */
export function settingFromEnvironment(env: Environment): LedgerSetting | undefined {
  const value = env[ledgerVariable];
  if (value === undefined) return undefined;
  // A pipeline without the secret sets an empty value: another ledger than the usual one must not be used.
  if (value.trim() === '') {
    throw new Failure({
      code: 'bad-ledger',
      message: `${ledgerVariable} is set and empty.`,
      help: 'Put the address of the ledger into it (in CI: check the name of the secret, and that this job may read it), or unset it to use `ledger` of the files.',
    });
  }
  // Secrets are often stored with a line break at their end.
  return settingFromAddress(value.trim(), ledgerVariable);
}

/** The address that a flag or an argument holds; a password is refused. */
export function settingFromFlag(address: string): LedgerSetting {
  const problem = ledgerAddressProblem(address, '--ledger');
  if (problem) throw new Failure({ code: problem.code, message: problem.message, help: problem.help });
  return settingFromAddress(address, '--ledger');
}

export function settingFromAddress(address: string, from: LedgerPlace['from']): LedgerSetting {
  const read = readLedgerAddress(address);
  if (isLedgerAddressProblem(read)) {
    throw new Failure({ code: read.code, message: `${from} ${read.problem}.`, help: read.help });
  }
  return { address, place: placeOf(read, from) };
}

function placeOf(read: LedgerLocation, from: LedgerPlace['from']): LedgerPlace {
  return read.engine === 'sqlite'
    ? { place: resolve(read.path), from, isFile: true, address: read.path }
    : { place: read.place, from, isFile: false, address: read.publicUrl };
}
