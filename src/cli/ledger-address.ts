import type { DesiredState } from '../model/desired-state.ts';
import type { Environment } from './environment.ts';

/** The ledger's address: from the environment, where a password may stand, else from the file. */
export function ledgerAddress(desired: DesiredState, env: Environment): string {
  const fromEnvironment = env['ROLLCALL_LEDGER'];
  return fromEnvironment === undefined || fromEnvironment === '' ? desired.ledger : fromEnvironment;
}
