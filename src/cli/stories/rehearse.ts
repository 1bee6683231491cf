import { ExitCode } from '../../model/exit-code.ts';
import { accountOptions, filesOption, parseWholeNumber } from '../flags.ts';
import { exampleLines, type Verb } from '../verbs/verb.ts';
import { accountOpener } from './open-account.ts';
import { snapshotInputs } from './rehearse-snapshot.ts';
import { parseDay, parseDays, parseShare, parseTime, parseWindow, parseWithout } from './rehearse-flags.ts';

export const rehearseVerb: Verb = (parser, act) =>
  parser.command(
    'rehearse [files..]',
    'Play the coming weeks on a copy of the account; only reads',
    (on) =>
      on
        .positional('files', filesOption)
        .option('allow-base-url', accountOptions['allow-base-url'])
        .option('days', {
          type: 'string',
          default: '30',
          describe: 'Play this <number> of days, for example 30 or 30d (default "30")',
        })
        .option('snapshot', {
          type: 'string',
          requiresArg: true,
          describe: 'Start from the <file> that `rollcall snapshot` wrote, and read nothing else',
        })
        .option('account', {
          type: 'string',
          requiresArg: true,
          describe: 'Start from the simulated account in <file>, without a ledger',
        })
        .option('at', {
          type: 'string',
          default: '08:00',
          describe: 'Run the daily job at <time> in the time zone of the account (default "08:00")',
        })
        .option('day', {
          type: 'string',
          requiresArg: true,
          describe: 'Also list every event of <day>, for example 2026-12-08',
        })
        .option('reply-rate', {
          type: 'string',
          default: '0%',
          describe: 'Let this <share> of the contacts reply, for example 8% (default "0%")',
        })
        .option('opt-out-rate', {
          type: 'string',
          default: '0%',
          describe: 'Let this <share> of the contacts opt out (default "0%")',
        })
        .option('seed', {
          type: 'number',
          default: 1,
          describe: 'Choose who reacts; the same <number> gives the same contacts (default 1)',
        })
        .option('apart', {
          type: 'number',
          default: 14,
          describe: 'Warn about a second sequence within <days> (default 14)',
        })
        .option('without', {
          type: 'string',
          array: true,
          nargs: 1,
          default: [] as string[],
          describe: 'Disconnect the inbox of <rep>, or of <rep>=<day> from that day on',
        })
        .option('freeze', {
          type: 'string',
          array: true,
          nargs: 1,
          default: [] as string[],
          describe: 'Add a freeze of the days <from>..<to>',
        })
        .example(
          exampleLines([
            ['rehearse', 'Show the next 30 days'],
            ['rehearse --days 10 --day 2026-11-10', 'List what goes out on a day'],
            ['rehearse --without paul@acme.example', 'What if Paul leaves?'],
            ['rehearse --days 60 --freeze 2026-12-24..2026-12-31', 'What if we freeze a week?'],
            ['rehearse --reply-rate 8% --opt-out-rate 1%', 'With replies and opt-outs'],
          ]),
        ),
    act(async (args, session) => {
      const { rehearse } = await import('../../stories/rehearsal/rehearse.ts');
      const { files, progress, interrupt, atExit } = session.rehearsalDeps();
      const snapshot =
        args.snapshot === undefined || args.account !== undefined
          ? undefined
          : await snapshotInputs(args.snapshot, { paths: args.files, files });
      const result = await rehearse({
        paths: args.files,
        files,
        openAccount: accountOpener(args, session),
        ...snapshot,
        days: parseDays('--days', args.days, 366),
        at: parseTime(args.at),
        settings: {
          seed: parseWholeNumber('--seed', args.seed) ?? 1,
          replyRate: parseShare('--reply-rate', args.replyRate),
          optOutRate: parseShare('--opt-out-rate', args.optOutRate),
          apart: parseWholeNumber('--apart', args.apart) ?? 14,
          without: args.without
            .map(parseWithout)
            .map((one) => ({ ...one, sender: snapshot?.sender(one.sender) ?? one.sender })),
          freeze: args.freeze.map(parseWindow),
        },
        detail: args.day === undefined ? undefined : parseDay('--day', args.day),
        interrupt,
        atExit,
        onDay: (done, total) => progress({ what: 'playing days', done, total }),
      });
      if ('validation' in result) {
        snapshot?.throwIfRefused();
        session.view.validation(result.validation);
        return ExitCode.invalidConfiguration;
      }
      const { rehearsal, emails } = result;
      session.view.rehearsal(snapshot?.restored(rehearsal) ?? rehearsal, { emails });
      return result.exitCode;
    }),
  );
