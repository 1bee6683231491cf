import type { DesiredState } from '../model/desired-state.ts';
import type { Check, Examination } from '../model/examination.ts';
import { Failure } from '../model/failure.ts';
import { inWords } from '../model/ledger/ledger-address.ts';
import { pipelineWarning } from './ledger/unshared-ledger.ts';
import type { SurveyDeps } from './survey-deps.ts';

const area = 'ledger';

/** Checks the place of the ledger, whether it can be read, and whether other shells and pipelines use the same one. */
export async function checkLedger(
  desired: DesiredState,
  { account, now }: Examination,
  deps: SurveyDeps,
): Promise<readonly Check[]> {
  const portalId = account?.portalId ?? desired.portal;
  // The simulated account says itself which one it is.
  if (portalId === 'simulated') return [];
  try {
    const where = inWords(deps.ledgerPlace(desired));
    const view = await deps.ledgerView(desired, { portalId, dayStart: now });
    const shared = (await pipelineWarning(desired, deps)).map(({ code, message, help }): Check => ({
      area,
      code,
      status: 'warning',
      message: message.replace(/\.$/u, ''),
      help,
    }));
    if (!view.exists) {
      const message = `There is no ledger for account ${portalId} at ${where}`;
      return [{ area, code: 'ledger-missing', status: 'warning', message, help: missing }, ...shared];
    }
    const message =
      view.startedAt === undefined
        ? `The history of account ${portalId} begins with the first apply, in ${where}`
        : `The ledger of account ${portalId} can be read at ${where}: begun on ${view.startedAt.slice(0, 10)}, last run ${view.lastRun}, records: ${view.entries.length}`;
    return [{ area, code: 'ledger', status: 'ok', message }, ...pinCheck(desired), ...shared];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, message, help, exitCode } = error;
    return [{ area, code, status: 'failed', message, help, exitCode }];
  }
}

function pinCheck({ portal, ledgerId }: DesiredState): readonly Check[] {
  if (ledgerId !== undefined || portal === 'simulated') return [];
  const message = 'The files accept any ledger, also an empty one that enrolls contacts again';
  const help = 'Add the `ledgerId` that `rollcall ledger status` shows to the file.';
  return [{ area, code: 'ledger-unpinned', status: 'warning', message, help }];
}

const missing =
  'Before the very first apply: `rollcall ledger create`. Later it means a lost one: bring it back, or set ROLLCALL_LEDGER.';
