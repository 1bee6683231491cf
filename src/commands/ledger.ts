import { hasErrors } from '../model/diagnostic.ts';
import { ExitCode } from '../model/exit-code.ts';
import type { LedgerAdminDeps, WhichLedger } from './ledger-deps.ts';
import { load } from './pipeline.ts';

export interface LedgerCreateArgs {
  readonly paths: readonly string[];
  /** Overrides the environment and the files. */
  readonly ledger?: string | undefined;
}

/** Begins a ledger where there is none, and prints the line that pins it. */
export async function ledgerCreate(args: LedgerCreateArgs, deps: LedgerAdminDeps): Promise<ExitCode> {
  const which = await ledgerOfFiles(args, deps);
  if (!which) return ExitCode.invalidConfiguration;
  deps.view.ledgerCreated(await deps.ledgers.create(which));
  return ExitCode.done;
}

/**
 * Which ledger the files name, or the environment and defaults where the folder has no files yet; nothing
 * after showing what is wrong with the files.
 */
export async function ledgerOfFiles(
  { paths, ledger }: LedgerCreateArgs,
  deps: LedgerAdminDeps,
): Promise<WhichLedger | undefined> {
  const address = ledger === undefined ? {} : { address: ledger };
  const validation = await load({ paths }, deps);
  const { desired, diagnostics } = validation;
  if (desired && !hasErrors(diagnostics)) return { ...address, desired };
  const isMissing = diagnostics.length === 1 && diagnostics[0]?.code === 'file-not-found';
  if (isMissing && paths.length === 0) return address;
  deps.view.validation(validation);
  return undefined;
}
