import type { Argv } from 'yargs';
import { configOption, type GlobalFlags, lockOption } from '../flags.ts';
import { type MakeHandler, exampleLines, type Verb } from './verb.ts';

const ledgerOption = {
  type: 'string',
  requiresArg: true,
  describe: 'A file or a postgres:// address without a password; otherwise ROLLCALL_LEDGER or the files',
} as const;

export const ledgerVerb: Verb = (parser, act) =>
  parser.command(
    'ledger',
    'Create, show or move the ledger; needs no token',
    (on) =>
      [createSubVerb, statusSubVerb, copySubVerb, markGapSubVerb]
        .reduce<Argv<GlobalFlags>>((sub, verb) => verb(sub, act), on)
        .example(
          exampleLines([
            ['ledger create', 'begin one, and pin it'],
            ['ledger status', 'which one is in use, and what it holds'],
            ['ledger copy .rollcall/ledger.db env:ROLLCALL_LEDGER', 'move it'],
          ]),
        )
        .demandCommand(1, 'Name what to do: create, status, copy or mark-gap.'),
    () => undefined,
  );

type LedgerSubVerb = (on: Argv<GlobalFlags>, act: MakeHandler) => Argv<GlobalFlags>;

const createSubVerb: LedgerSubVerb = (on, act) =>
  on.command(
    'create',
    'Create a ledger, and print the lines that pin it',
    (with_) =>
      with_.options({ config: configOption, ledger: ledgerOption }).example(
        exampleLines([
          ['ledger create', 'at the place in the files or ROLLCALL_LEDGER'],
          ['ledger create --ledger .rollcall/ledger.db', 'a file'],
        ]),
      ),
    act(async (args, session) => {
      const { ledgerCreate } = await import('../../commands/ledger.ts');
      return ledgerCreate({ paths: args.config, ledger: args.ledger }, await session.ledgerAdminDeps());
    }),
  );

const statusSubVerb: LedgerSubVerb = (on, act) =>
  on.command(
    'status',
    'Show where the ledger is, its id, its runs, pauses and lock',
    (with_) =>
      with_
        .options({ config: configOption, ledger: ledgerOption })
        .example(exampleLines([['ledger status', 'the ledger that this shell would use']])),
    act(async (args, session) => {
      const { ledgerStatus } = await import('../../commands/ledger.ts');
      return ledgerStatus({ paths: args.config, ledger: args.ledger }, await session.ledgerAdminDeps());
    }),
  );

const copySubVerb: LedgerSubVerb = (on, act) =>
  on.command(
    'copy <from> <to>',
    'Move the ledger to an empty place; the old one refuses writes afterwards',
    (with_) =>
      with_
        .positional('from', {
          type: 'string',
          demandOption: true,
          describe: 'A file, a postgres:// address without a password, or env:NAME of a variable with one',
        })
        .positional('to', {
          type: 'string',
          demandOption: true,
          describe: 'The same; the place must be empty',
        })
        .example(
          exampleLines([
            ['ledger copy .rollcall/ledger.db env:ROLLCALL_LEDGER', 'to PostgreSQL'],
            ['ledger copy env:ROLLCALL_LEDGER .rollcall/ledger.db', 'and back'],
          ]),
        ),
    act(async ({ from, to }, session) => {
      const { ledgerCopy } = await import('../../commands/ledger.ts');
      return ledgerCopy({ from, to }, await session.ledgerAdminDeps());
    }),
  );

const markGapSubVerb: LedgerSubVerb = (on, act) =>
  on.command(
    'mark-gap',
    'After restoring a backup: mark the history since that day as incomplete',
    (with_) =>
      with_
        .options({ config: configOption, 'lock-timeout': lockOption })
        .option('from', {
          type: 'string',
          requiresArg: true,
          demandOption: true,
          describe: 'The day of the backup, YYYY-MM-DD',
        })
        .example(exampleLines([['ledger mark-gap --from 2026-11-02', 'the backup is of that day']])),
    act(async (args, session) => {
      const { ledgerMarkGap } = await import('../../commands/ledger.ts');
      return ledgerMarkGap({ paths: args.config, from: args.from }, await session.ledgerAdminDeps(args));
    }),
  );
