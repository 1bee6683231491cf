import type { ApiVersion, Dialect, Portal } from '../model/desired-state.ts';
import { ExitCode } from '../model/exit-code.ts';
import { Failure } from '../model/failure.ts';
import type { TargetId } from '../model/target.ts';
import { editorLine } from '../schema/write/editor-line.ts';
import { writeConfiguration } from '../schema/write/write-configuration.ts';
import { checkAccount } from './pipeline.ts';
import { findExistingLedger } from './repository/init.ts';
import type { AccountDeps } from './deps.ts';
import { omitUndefined } from '../model/omit-undefined.ts';

export interface ImportArgs {
  /** Default: the account that the token belongs to. */
  readonly portal?: Portal | undefined;
  readonly dialect: Dialect;
  /** The version of the routes to read. It becomes a line of the file. */
  readonly apiVersion?: ApiVersion | undefined;
  readonly sequences: readonly TargetId[];
  readonly workflows: readonly TargetId[];
  /** The location of the ledger. Overrides the environment. */
  readonly ledger?: string | undefined;
  /** The path of the file to write. Without it, the configuration is printed. */
  readonly out?: string | undefined;
  /** Declare contacts by email instead of by contact id. */
  readonly showEmails: boolean;
}

/** Writes a configuration that declares the account's active enrollments, so that `plan` finds no changes. */
export async function importEnrollments(args: ImportArgs, deps: AccountDeps): Promise<ExitCode> {
  if (args.out !== undefined) await refuseExisting(args.out, deps);
  const { dialect, apiVersion, showEmails, sequences, workflows, portal: asked } = args;
  const account = await deps.openInventory({ dialect, ...omitUndefined({ portal: asked, apiVersion }) });
  const portal = asked === 'simulated' ? asked : await resolvePortal(asked, account);
  const inventory = await account.read({ sequences, workflows }, deps.progress);
  // The ledger of the simulated account is created on demand.
  const ledger = portal === 'simulated' ? undefined : await findExistingLedger(deps.ledgers, args.ledger);
  const written = writeConfiguration({ inventory, portal, dialect, apiVersion, showEmails, ledger });
  const configuration = `${editorLine(args.out)}${written}`;
  if (args.out !== undefined) await deps.writeFile(args.out, configuration);
  const path = omitUndefined({ path: args.out });
  deps.view.imported({ inventory, configuration, ...path });
  return ExitCode.done;
}

async function resolvePortal(
  asked: number | undefined,
  account: Awaited<ReturnType<AccountDeps['openInventory']>>,
): Promise<number> {
  if (asked !== undefined) return checkAccount({ portal: asked }, account);
  return (await account.account()).portalId;
}

/** Throws `file-exists`: an import never overwrites a file. */
async function refuseExisting(path: string, { files }: AccountDeps): Promise<void> {
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
