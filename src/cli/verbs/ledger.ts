import type { Argv } from 'yargs';
import { configOption, type GlobalFlags, lockOption } from '../flags.ts';
import { type MakeHandler, exampleLines, type Verb } from './verb.ts';

const ledgerOption = {
  type: 'string',
  requiresArg: true,
  describe:
    'The <address>: a file, or a postgres:// address without a password (default: ROLLCALL_LEDGER, or from the files)',
} as const;

export const ledgerVerb: Verb = (parser, act) =>
  parser.command(
    'ledger',
    'Manage the ledger: create, show or move it; needs no token',
    (on) =>
      [createSubVerb, statusSubVerb, grantSubVerb, copySubVerb, markGapSubVerb]
        .reduce<Argv<GlobalFlags>>((sub, verb) => verb(sub, act), on)
        .example(
          exampleLines([
            ['ledger create', 'Create a ledger and show its id'],
            ['ledger status', 'Show the ledger in use'],
            ['ledger copy .rollcall/ledger.db env:ROLLCALL_LEDGER', 'Move it'],
          ]),
        )
        .demandCommand(1, 'A subcommand is required: create, status, grant, copy or mark-gap.'),
    () => undefined,
  );

type LedgerSubVerb = (on: Argv<GlobalFlags>, act: MakeHandler) => Argv<GlobalFlags>;

const createSubVerb: LedgerSubVerb = (on, act) =>
  on.command(
    'create',
    'Create a ledger and print the configuration lines that pin it',
    (with_) =>
      with_.options({ config: configOption, ledger: ledgerOption }).example(
        exampleLines([
          ['ledger create', 'Use ROLLCALL_LEDGER or the files'],
          ['ledger create --ledger .rollcall/ledger.db', 'Use a file'],
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
    'Show the place, id, runs, pauses and lock of the ledger',
    (with_) =>
      with_
        .options({ config: configOption, ledger: ledgerOption })
        .example(exampleLines([['ledger status', 'Show the ledger that this shell uses']])),
    act(async (args, session) => {
      const { ledgerStatus } = await import('../../commands/ledger.ts');
      return ledgerStatus({ paths: args.config, ledger: args.ledger }, await session.ledgerAdminDeps());
    }),
  );

const grantSubVerb: LedgerSubVerb = (on, act) =>
  on.command(
    'grant',
    'Print the SQL that lets a PostgreSQL role read the ledger; executes nothing',
    (with_) =>
      with_
        .options({ config: configOption, ledger: ledgerOption })
        .option('role', {
          type: 'string',
          requiresArg: true,
          demandOption: true,
          describe: 'The <name> of an existing role (required)',
        })
        .option('write', {
          type: 'boolean',
          default: false,
          describe: 'Let the role also write, for apply (default: only read, for plan and drift)',
        })
        .example(
          exampleLines([
            ['ledger grant --role ci_reader', 'For plan and drift jobs'],
            ['ledger grant --role ci_writer --write', 'For the apply job'],
          ]),
        ),
    act(async (args, session) => {
      const { ledgerGrant } = await import('../../commands/ledger.ts');
      const { config, ledger, role, write } = args;
      return ledgerGrant({ paths: config, ledger, role, write }, await session.ledgerAdminDeps());
    }),
  );

const copySubVerb: LedgerSubVerb = (on, act) =>
  on.command(
    'copy <from> <to>',
    'Move the ledger to an empty place; the old ledger then refuses writes',
    (with_) =>
      with_
        .positional('from', {
          type: 'string',
          demandOption: true,
          describe:
            'A file, a postgres:// address without a password, or env:NAME for the address in a variable',
        })
        .positional('to', {
          type: 'string',
          demandOption: true,
          describe: 'The new address, in the same forms; the place must be empty',
        })
        .example(
          exampleLines([
            ['ledger copy .rollcall/ledger.db env:ROLLCALL_LEDGER', 'To PostgreSQL'],
            ['ledger copy env:ROLLCALL_LEDGER .rollcall/ledger.db', 'To a file'],
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
    'Mark the history since a day as incomplete, after restoring a backup',
    (with_) =>
      with_
        .options({ config: configOption, 'lock-timeout': lockOption })
        .option('from', {
          type: 'string',
          requiresArg: true,
          demandOption: true,
          describe: 'The <day> of the backup, as YYYY-MM-DD (required)',
        })
        .example(exampleLines([['ledger mark-gap --from 2026-11-02', 'Restored a backup of this day']])),
    act(async (args, session) => {
      const { ledgerMarkGap } = await import('../../commands/ledger.ts');
      return ledgerMarkGap({ paths: args.config, from: args.from }, await session.ledgerAdminDeps(args));
    }),
  );
