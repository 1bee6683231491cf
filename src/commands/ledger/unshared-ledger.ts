import type { DesiredState } from '../../model/desired-state.ts';
import type { Diagnostic } from '../../model/results/diagnostic.ts';
import { Failure } from '../../model/failure.ts';
import type { FileReader } from '../../model/file-reader.ts';
import { describeLedgerPlace } from '../../model/ledger/ledger-location.ts';
import type { LedgerPlace } from '../../model/ledger/ledger-location.ts';
import type { ReadDeps } from '../deps.ts';

const githubWorkflowsFolder = '.github/workflows';

/**
 * Returns a warning if a pipeline runs rollcall but the ledger is a file on this machine. The pipeline would create
 * its own ledger and enroll the same contacts again.
 */
export async function unsharedLedgerWarnings(
  desired: DesiredState,
  deps: Pick<ReadDeps, 'files' | 'ledgerPlace'>,
): Promise<readonly Diagnostic[]> {
  // The simulated account is a file in the same folder, so each machine has its own account.
  if (desired.portal === 'simulated') return [];
  const place = localLedgerPlace(desired, deps);
  const ciFile = place && (await findCiFile(deps.files));
  if (!place || ciFile === undefined) return [];
  return [
    {
      code: 'ledger-not-shared',
      severity: 'warning',
      message: `${ciFile} runs rollcall, but the ledger is a file on this machine: ${describeLedgerPlace(place)}. The pipeline does not have that file, so it could enroll the same contacts again.`,
      help: 'Move the ledger to PostgreSQL with `rollcall ledger copy`, set ROLLCALL_LEDGER here and in the pipeline, and pin it with `ledgerId`: docs/ledger-postgres.md.',
    },
  ];
}

function localLedgerPlace(
  desired: DesiredState,
  { ledgerPlace }: Pick<ReadDeps, 'ledgerPlace'>,
): LedgerPlace | undefined {
  try {
    const place = ledgerPlace(desired);
    return place.isFile ? place : undefined;
  } catch (error) {
    // The commands that open the ledger report a bad location.
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** Returns the path of the first pipeline file that contains `rollcall`. */
async function findCiFile(files: FileReader): Promise<string | undefined> {
  const names = (await files.list(githubWorkflowsFolder).catch(() => undefined)) ?? [];
  const paths = names
    .filter((name) => /\.ya?ml$/u.test(name))
    .map((name) => `${githubWorkflowsFolder}/${name}`);
  for (const path of [...paths.toSorted(), '.gitlab-ci.yml']) {
    const bytes = await files.read(path).catch(() => undefined);
    if (bytes && new TextDecoder().decode(bytes).includes('rollcall')) return path;
  }
  return undefined;
}
