import { ExitCode } from '../../model/exit-code.ts';
import { count } from '../../model/text/count.ts';
import { accountOptions, filesOption } from '../flags.ts';
import { flagFailure } from './rehearse-flags.ts';
import { exampleLines, type Verb } from '../verbs/verb.ts';

export const snapshotVerb: Verb = (parser, act) =>
  parser.command(
    'snapshot [files..]',
    'Copy what the files touch in the account, with pseudonyms; only reads',
    (on) =>
      on
        .positional('files', filesOption)
        .option('allow-base-url', accountOptions['allow-base-url'])
        .option('out', {
          type: 'string',
          requiresArg: true,
          describe: 'Write to <file>, which must not exist yet',
        })
        .option('discard-key', {
          type: 'boolean',
          default: false,
          describe: 'Keep no key: real files and addresses never match this snapshot',
        })
        .example(
          exampleLines([
            ['snapshot --out account.json', 'Copy the account'],
            ['snapshot --out given.json --discard-key', 'To give it to someone else'],
          ]),
        ),
    act(async (args, session) => {
      const { takeSnapshot } = await import('../../stories/snapshot/take-snapshot.ts');
      const { findSnapshotKey, snapshotKey } = await import('./snapshot-key.ts');
      const { out } = args;
      if (out === undefined)
        throw flagFailure(
          'A snapshot needs the path of a new file',
          'For example: rollcall snapshot --out account.json',
        );
      const deps = session.snapshotDeps(args);
      // An unusable key fails before anything is read. A new one is written after the read.
      if (!args.discardKey) await findSnapshotKey(deps.files);
      const result = await takeSnapshot({
        paths: args.files,
        out,
        deps,
        key: () => snapshotKey({ discard: args.discardKey }, deps),
        readLedgerRows: deps.readLedgerRows,
        writeLedgerRows: deps.writeLedgerRows,
        // From here on, a signal stops the copy. Before, nothing has to be removed.
        openCopy: () => {
          const { interrupt, atExit } = session.rehearsalDeps();
          return { interrupt, atExit };
        },
        announce: ({ contacts, targets, lists, requests }, { portal }) => {
          const account = portal === 'simulated' ? 'the simulated account' : `account ${portal}`;
          const members =
            lists === 0 ? '' : ` one for each further 250 members of ${count(lists, 'list')} of HubSpot,`;
          session.log(
            `Reads ${count(contacts, 'declared contact')} and ${count(targets, 'target')} of ${account}: about ${count(requests, 'request')},${members} and some for what the files do not name: other members, suppression lists of workflows, contacts similar to unknown addresses. Nothing is written to HubSpot or the ledger.`,
          );
        },
      });
      if (!result) return ExitCode.invalidConfiguration;
      session.view.snapshotTaken(result);
      return ExitCode.done;
    }),
  );
