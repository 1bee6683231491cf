/** The forecast of `rollcall rehearse`: a merge now, the daily job, and what the contacts get. */
import { type LoadedConfiguration, loadFiles } from '../../commands/pipeline.ts';
import type { Validation } from '../../commands/deps.ts';
import type { DesiredState } from '../../model/desired-state.ts';
import { normalizeEmail } from '../../model/email.ts';
import { ExitCode } from '../../model/exit-code.ts';
import { Failure } from '../../model/failure.ts';
import type { FileReader } from '../../model/file-reader.ts';
import { hasErrors } from '../../model/results/diagnostic.ts';
import { type LiftedLimits, outputFormatVersion, type Plan } from '../../model/results/plan.ts';
import type { Rehearsal, RehearsalSettings } from '../../model/results/rehearsal.ts';
import { addDays, type Day, dayOf } from '../../model/time.ts';
import { addFreeze } from '../../schema/write/add-freeze.ts';
import { type InvariantWatch, watchInvariants } from '../invariants/watch.ts';
import { overlayFiles } from '../overlay-files.ts';
import type { TimelineEvent } from '../timeline.ts';
import { openWorld, type WorldOptions } from '../world.ts';
import { assumptionsOf, knowledgeOf } from './assumptions.ts';
import { calendarOf, groupsOf, rehearsedEvent } from './calendar.ts';
import type { OpenedAccount } from './opened-account.ts';
import type { Forecast } from './make-warning.ts';
import { type BrokenOnDay, play, type Played } from './play.ts';
import { withReactions } from './reactions.ts';
import { warningsOf } from './warnings.ts';

export interface RehearseRequest {
  readonly paths: readonly string[];
  readonly files: FileReader;
  readonly days: number;
  /** The time of the daily job: `08:00`. */
  readonly at: string;
  readonly settings: Omit<RehearsalSettings, 'without'> & {
    /** Without a day: from the first one. */
    readonly without: readonly { readonly sender: string; readonly from?: Day | undefined }[];
  };
  /** Limits that the first apply lifts. */
  readonly liftedLimits?: LiftedLimits;
  /** The day to show with every event. */
  readonly detail?: Day | undefined;
  /** Opens the account to copy. */
  readonly openAccount: (loaded: LoadedConfiguration) => Promise<OpenedAccount>;
  readonly interrupt?: WorldOptions['interrupt'];
  readonly atExit?: WorldOptions['atExit'];
  readonly onDay?: (done: number, total: number) => void;
}

/** A forecast, or the problems of the files. */
export type Rehearsed =
  | {
      readonly rehearsal: Rehearsal;
      readonly exitCode: ExitCode;
      /** The plan that the merge applies. */
      readonly first: Plan | undefined;
      /** The addresses of the contacts, by id. */
      readonly emails: ReadonlyMap<string, string>;
    }
  | { readonly validation: Validation };

/**
 * Plays a configuration on a copy of an account. Writes nothing outside of a temporary folder, and sends no request to
 * another machine. The exit code is that of the first apply if the files, the account or a limit refuse it; otherwise 0.
 */
export async function rehearse(request: RehearseRequest): Promise<Rehearsed> {
  const { paths, days, at, settings } = request;
  const files = overlayFiles(request.files);
  const ledgerPlace = (): never => {
    throw new Failure({ code: 'no-ledger', message: '', help: '' });
  };
  const written = await loadFiles({ paths }, { files, ledgerPlace });
  if (!written.desired || hasErrors(written.diagnostics)) return { validation: written };
  for (const window of settings.freeze) await freeze(files, written.desired, window);
  const frozen = await loadFiles({ paths }, { files, ledgerPlace });
  const { desired } = frozen;
  if (!desired || hasErrors(frozen.diagnostics)) return { validation: frozen };
  const opened = await request.openAccount({ ...frozen, desired });
  refuseUselessSettings(request, opened.account);
  const portalId = desired.portal === 'simulated' ? opened.account.portalId : desired.portal;
  const world = await openWorld({
    account: withReactions({ ...opened.account, portalId }, settings),
    files,
    paths,
    ...(opened.writeLedger ? { writeLedger: opened.writeLedger } : {}),
    repOrders: opened.repOrders,
    ...(request.interrupt ? { interrupt: request.interrupt } : {}),
    atExit: request.atExit,
  });
  try {
    const start = world.today();
    const without = settings.without.map(({ sender, from = start }) => ({ sender, from }));
    const invariants = watchInvariants(world);
    const played = await play(world, {
      days,
      at,
      without,
      desired,
      invariants,
      ...(request.liftedLimits ? { liftedLimits: request.liftedLimits } : {}),
      ...(request.interrupt ? { interrupted: request.interrupt.requested } : {}),
      ...(request.onDay ? { onDay: request.onDay } : {}),
    });
    const timeline = world.timeline();
    const broken = await brokenIn(played, invariants);
    const base = { formatVersion: outputFormatVersion, portalId, timeZone: world.timeZone, at } as const;
    const account = { ...opened.from, at: opened.account.now };
    const rehearsal: Rehearsal = {
      ...base,
      account,
      ...forecastOf({
        played,
        timeline,
        broken,
        desired,
        apart: settings.apart,
        isRead: opened.from.kind !== 'file' && opened.from.kind !== 'snapshot',
        sequences: opened.account.sequences,
      }),
      settings: { ...settings, without },
      knows: knowledgeOf(opened),
      assumes: assumptionsOf({ settings: { ...settings, without }, at, opened, timeline }),
      ...(request.detail === undefined ? {} : { detail: detailOf(request.detail, { played, timeline }) }),
    };
    const emails = new Map(opened.account.contacts.map(({ id, email = '' }) => [id, email]));
    return { rehearsal, exitCode: exitCodeOf(played), first: played.first.plan, emails };
  } finally {
    await world.close();
  }
}

/** Throws `Failure` `bad-flag` for a rep that the copy does not have, and for days outside of the forecast: they would change nothing. */
function refuseUselessSettings(
  { settings, days }: Pick<RehearseRequest, 'settings' | 'days'>,
  { owners, now, timeZone }: OpenedAccount['account'],
): void {
  const first = dayOf(now, timeZone);
  const last = addDays(first, days - 1);
  const useless = (message: string, help: string): Failure =>
    new Failure({ code: 'bad-flag', message, help });
  const covers = `The forecast covers ${first} to ${last}. \`--days\` makes it longer.`;
  for (const { sender, from = first } of settings.without) {
    if (!owners.some(({ email }) => normalizeEmail(email) === normalizeEmail(sender))) {
      throw useless(
        `--without: no sequence of the files has the rep ${sender} as a sender.`,
        `The forecast has these reps: ${owners.map(({ email }) => email).join(', ')}.`,
      );
    }
    if (from > last) throw useless(`--without: ${from} is after the forecast.`, covers);
  }
  for (const { from, to } of settings.freeze)
    if (to < first || from > last)
      throw useless(`--freeze: ${from}..${to} is outside of the forecast.`, covers);
}

/** Returns the broken invariants. Plays on, so it must be the last use of the world. */
async function brokenIn(played: Played, invariants: InvariantWatch): Promise<readonly BrokenOnDay[]> {
  if (!played.last) return played.broken;
  const day = played.days.at(-1) ?? '';
  const atEnd = await invariants.atEnd(played.last);
  return [...played.broken, ...atEnd.map((one) => ({ ...one, day }))];
}

function forecastOf(
  of: Omit<Forecast, 'days' | 'desired'> & { readonly desired: DesiredState },
): Pick<Rehearsal, 'from' | 'to' | 'summary' | 'days' | 'groups' | 'warnings'> {
  const { played, timeline } = of;
  const days = calendarOf(played, timeline, of.desired);
  const total = (pick: (day: (typeof days)[number]) => number): number =>
    days.reduce((sum, day) => sum + pick(day), 0);
  const groups = groupsOf(played.last, timeline, played);
  return {
    from: played.days[0] ?? '',
    to: played.days.at(-1) ?? '',
    summary: {
      enrollments: total(({ enrollments }) => enrollments),
      emails: total(({ emails }) => emails),
      replies: total(({ replies }) => replies),
      optOuts: total(({ optOuts }) => optOuts),
      finished: total(({ finished }) => finished),
      waiting: groups.reduce((sum, { waiting }) => sum + waiting, 0),
      blocked: groups.reduce((sum, { blocked }) => sum + blocked, 0),
      unknown: groups.reduce((sum, { unknown }) => sum + unknown, 0),
    },
    days,
    groups,
    warnings: warningsOf({ ...of, days }),
  };
}

function detailOf(
  day: Day,
  { played, timeline }: { readonly played: Played; readonly timeline: readonly TimelineEvent[] },
): NonNullable<Rehearsal['detail']> {
  if (!played.days.includes(day)) {
    throw new Failure({
      code: 'bad-flag',
      message: `${day} is not a day of the forecast, which covers ${played.days[0] ?? ''} to ${played.days.at(-1) ?? ''}.`,
      help: 'Choose a day of it, or a larger --days.',
    });
  }
  const events = timeline.filter((event) => event.day === day).map((event) => rehearsedEvent(event, played));
  return { day, events };
}

/** Only the first apply decides: a later one may fail for a reason that the forecast is meant to show. */
function exitCodeOf({ first }: Played): ExitCode {
  const refused: readonly ExitCode[] = [ExitCode.invalidConfiguration, ExitCode.account, ExitCode.limit];
  return refused.includes(first.exitCode) ? first.exitCode : ExitCode.done;
}

/** Adds a freeze to the file that has one, or else to the first file. */
async function freeze(
  files: ReturnType<typeof overlayFiles>,
  desired: DesiredState,
  window: { readonly from: Day; readonly to: Day },
): Promise<void> {
  const path =
    desired.freeze[0]?.source.file ?? desired.files.find((file) => /\.ya?ml$/iu.test(file.path))?.path ?? '';
  const text = addFreeze(new TextDecoder().decode(await files.read(path)), window);
  if (text !== undefined) return files.set(path, text);
  throw new Failure({
    code: 'cannot-edit',
    message: `\`freeze\` in ${path} cannot be extended for the forecast.`,
    help: 'Write `freeze` as a list, as in docs/file.md.',
  });
}
