import type { DesiredState } from '../model/desired-state.ts';
import type { Check, Examination } from '../model/examination.ts';
import { Failure } from '../model/failure.ts';
import type { SurveyDeps } from './survey-deps.ts';

/** Whether the ledger is there and can be read. Where it lies is not said: an address may hold a password. */
export async function checkLedger(
  desired: DesiredState,
  { account, now }: Examination,
  deps: SurveyDeps,
): Promise<readonly Check[]> {
  const portalId = account?.portalId ?? desired.portal;
  // The simulated account says itself which one it is.
  if (portalId === 'simulated') return [];
  const area = 'ledger';
  try {
    const view = await deps.ledgerView(desired, { portalId, dayStart: now });
    if (!view.exists) {
      const message = `There is no ledger for account ${portalId} here`;
      return [{ area, code: 'ledger-missing', status: 'warning', message, help: missing }];
    }
    const message =
      view.startedAt === undefined
        ? `The ledger of account ${portalId} begins with the first apply`
        : `The ledger of account ${portalId} can be read: begun on ${view.startedAt.slice(0, 10)}, last run ${view.lastRun}, records: ${view.entries.length}`;
    return [{ area, code: 'ledger', status: 'ok', message }];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, message, help, exitCode } = error;
    return [{ area, code, status: 'failed', message, help, exitCode }];
  }
}

const missing =
  'Before the very first apply that is right: it makes one with --new-ledger. Later it means a lost one: bring it back, or set ROLLCALL_LEDGER.';
