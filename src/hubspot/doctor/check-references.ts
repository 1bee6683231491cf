/** Checks that the sequences, workflows, senders and lists of the files exist in the account and can be used. */
import { targetAddress } from '../../model/target.ts';
import { assertNever } from '../../model/failure.ts';
import { type DesiredTarget, type Sender, senderEmails } from '../../model/desired-state.ts';
import type { Source } from '../../model/results/diagnostic.ts';
import type { CheckArea, Check } from '../../model/results/examination.ts';
import { ExitCode } from '../../model/exit-code.ts';
import type { ObservedSender, Seats } from '../../model/observed-state.ts';
import { type Api, readAll } from '../http/api.ts';
import { unenrollWorkflowId, type AccountCache } from '../read/account-cache.ts';
import { readSenders } from '../read/owners.ts';
import { readSeats } from '../read/seats.ts';
import { readTargets } from '../read/targets.ts';
import type { TargetDetails } from '../checks/workflow-details.ts';
import { reportFailures, failedCheck, okCheck, warningCheck } from './check-results.ts';
import { quotedName } from '../../model/text/quoted-name.ts';

export async function checkTargets(
  api: Api,
  cache: AccountCache,
  of: {
    readonly targets: readonly DesiredTarget[];
    readonly senders: ReadonlyMap<string, ObservedSender>;
  },
): Promise<readonly Check[]> {
  const { targets, senders } = of;
  const failures = await reportFailures('workflows', 'The workflows', () => readAllFlows(cache, targets));
  // The batch read failed: report that once, not for each target that needs it.
  const checkable =
    failures.length === 0 ? targets : targets.filter((target) => flowIdsOf(target).length === 0);
  const checks = await readAll(checkable, (target) =>
    reportFailures(checkAreaOf(target), targetAddress(target), async () => {
      const { kind, id } = target;
      const [details] = await readTargets(api, cache, { targets: [{ kind, id, wanted: target }], senders });
      return details ? await targetChecks({ api, cache }, target, details) : [];
    }),
  );
  return [...failures, ...checks.flat()];
}

/** Fills the cache with all workflows of the targets, in batch reads. */
async function readAllFlows(
  cache: AccountCache,
  targets: readonly DesiredTarget[],
): Promise<readonly Check[]> {
  const ids = targets.flatMap(flowIdsOf);
  await Promise.all([cache.flows(ids), cache.workflowIds(ids)]);
  return [];
}

function flowIdsOf(target: DesiredTarget): readonly string[] {
  const unenrollId = unenrollWorkflowId(target.unenroll);
  return [
    ...(target.kind === 'workflow' ? [target.id] : []),
    ...(unenrollId === undefined ? [] : [unenrollId]),
  ];
}

function checkAreaOf({ kind }: DesiredTarget): CheckArea {
  return kind === 'sequence' ? 'sequences' : 'workflows';
}

async function targetChecks(
  account: { readonly api: Api; readonly cache: AccountCache },
  target: DesiredTarget,
  details: TargetDetails,
): Promise<readonly Check[]> {
  const area = checkAreaOf(target);
  const { source } = target;
  const address = targetAddress(target);
  const exitCode = ExitCode.invalidConfiguration;
  // `checkLists` reports missing lists.
  const hazards = details.hazards.filter(({ code }) => code !== 'list-missing');
  const hazardChecks = hazards.map(({ code, severity, message, help }) => {
    const text = { area, code, message: `${address}: ${message}`, source };
    return severity === 'error' ? failedCheck(text, help, exitCode) : warningCheck(text, help);
  });
  const why = `${address}: ${details.why ?? 'it is turned off in HubSpot'}`;
  switch (details.status) {
    case 'ready':
      return [
        okCheck({ area, code: 'target', message: await readyText(account, target, details), source }),
        ...hazardChecks,
      ];
    case 'disabled':
      return [
        warningCheck({ area, code: 'target-disabled', message: why, source }, turnOnHelp),
        ...hazardChecks,
      ];
    case 'missing':
    case 'unsuitable':
      return [
        failedCheck(
          { area, code: `target-${details.status}`, message: why, source },
          correctIdHelp,
          exitCode,
        ),
        ...hazardChecks,
      ];
    default:
      return assertNever(details.status);
  }
}

const turnOnHelp = 'Turn it on in HubSpot. Until then no contact can be enrolled.';
const correctIdHelp = 'Correct the `id`: it is the number in the address bar of HubSpot.';

/** Returns the name and details of a target, so that a wrong id that happens to exist is visible. */
async function readyText(
  { api, cache }: { readonly api: Api; readonly cache: AccountCache },
  target: DesiredTarget,
  details: TargetDetails,
): Promise<string> {
  const { kind, id } = target;
  const workflowId = kind === 'workflow' ? (await cache.workflowIds([id])).get(id) : undefined;
  // `guide` uses an exit workflow for workflows; `documented` uses an unenroll workflow for sequences.
  const unenrollId =
    kind === (api.dialect === 'guide' ? 'workflow' : 'sequence')
      ? unenrollWorkflowId(target.unenroll)
      : undefined;
  return [
    `${targetAddress(target)} is ${kind} ${id}${details.name === undefined ? '' : `, ${quotedName(details.name)}`}`,
    workflowId === undefined ? '' : `, v2 id ${workflowId}`,
    details.emails === undefined
      ? ''
      : `, ${details.emails.length} ${details.emails.length === 1 ? 'email' : 'emails'}`,
    details.unenrollRoute && unenrollId !== undefined ? `; unenrolls through workflow ${unenrollId}` : '',
    details.unenrollRoute ? '' : `; no unenroll route (${details.unenrollWhy?.why ?? 'no route'})`,
  ].join('');
}

/** Checks that every sender in the files is a user of the account; also returns the senders by email and owner id. */
export async function checkSenders(
  account: { readonly api: Api; readonly cache: AccountCache },
  targets: readonly DesiredTarget[],
): Promise<{
  readonly checks: readonly Check[];
  readonly senders: ReadonlyMap<string, ObservedSender>;
}> {
  const wanted = senderSources(targets);
  let senders: ReadonlyMap<string, ObservedSender> = new Map();
  const checks = await reportFailures('senders', 'The senders', async () => {
    senders = await readSenders(account.api, { emails: [...wanted.keys()], all: false });
    const seats = await readSeats(account, [...senders.values()]);
    return [...wanted].map(([email, source]) => {
      const found = senders.get(email);
      return found ? senderCheck(found, source, seats.get(found.userId)) : missingSender(email, source);
    });
  });
  return { checks, senders };
}

/** Returns every sender in the files, with the first place that names it. */
function senderSources(targets: readonly DesiredTarget[]): ReadonlyMap<string, Source> {
  const found = new Map<string, Source>();
  const add = (sender: Sender | undefined, source: Source): void => {
    for (const email of sender === undefined ? [] : senderEmails(sender)) {
      if (!found.has(email)) found.set(email, source);
    }
  };
  for (const target of targets) {
    if (target.kind !== 'sequence') continue;
    add(target.sender, target.senderSource ?? target.source);
    for (const entry of target.members ?? []) add(entry.sender, entry.source);
  }
  return found;
}

function missingSender(email: string, source: Source): Check {
  const message = `${email} is not a user of the account`;
  return failedCheck(
    { area: 'senders', code: 'sender-missing', message, source },
    missingSenderHelp,
    ExitCode.invalidConfiguration,
  );
}

function senderCheck({ email, userId }: ObservedSender, source: Source, seats: Seats | undefined): Check {
  const area = 'senders';
  const user = `${email} is user ${userId}`;
  const names =
    seats?.names.length === 0
      ? 'no seat'
      : `the ${seats?.names.length === 1 ? 'seat' : 'seats'} ${seats?.names.join(', ')}`;
  if (seats?.sends === false) {
    const message = `${user}, and HubSpot shows ${seats.names.length === 0 ? names : `only ${names}`}: sending a sequence requires a Sales or Service Hub seat`;
    return warningCheck({ area, code: 'sender-without-seat', message, source }, seatHelp);
  }
  const seatText =
    seats?.sends === true
      ? `with ${names}`
      : seats
        ? `with ${names}, which rollcall does not know`
        : 'and its seats are unknown';
  const message = `${user}, ${seatText}. HubSpot does not show whether an inbox is connected; the first enrollment proves it`;
  return okCheck({ area, code: 'sender', message, source });
}

const seatHelp =
  'Assign a Sales or Service Hub seat in HubSpot (Settings > Users & Teams), or use another `sender`. HubSpot will probably refuse its enrollments.';

const missingSenderHelp =
  'Correct the email, or add the user in HubSpot with a Sales or Service Hub seat and a connected inbox.';

/** Checks that every list in the files exists. The checks of a workflow verify that its lists are the right ones. */
export async function checkLists(
  cache: AccountCache,
  targets: readonly DesiredTarget[],
): Promise<readonly Check[]> {
  const checks = await readAll([...listSources(targets)], ([name, source]) =>
    reportFailures('lists', `List ${name}`, async () => {
      const list = await cache.list(name);
      const area = 'lists';
      if (!list) {
        const message = `HubSpot has no list \`${name}\``;
        const help = 'Name the list by its id or its exact name.';
        return [
          failedCheck({ area, code: 'list-missing', message, source }, help, ExitCode.invalidConfiguration),
        ];
      }
      const nameText = list.name === undefined ? '' : `, ${quotedName(list.name)}`;
      return [okCheck({ area, code: 'list', message: `List ${list.id}${nameText}`, source })];
    }),
  );
  return checks.flat();
}

/** Returns every list in the files, with the first place that names it. */
function listSources(targets: readonly DesiredTarget[]): ReadonlyMap<string, Source> {
  const found = new Map<string, Source>();
  const add = (name: string | undefined, source: Source): void => {
    if (name !== undefined && !found.has(name)) found.set(name, source);
  };
  for (const target of targets) {
    for (const entry of target.members ?? []) if (entry.type === 'list') add(entry.list, entry.source);
    if (target.kind !== 'workflow') continue;
    for (const key of ['viaList', 'activeList', 'everList'] as const) {
      add(target[key], target.at?.[key] ?? target.source);
    }
  }
  return found;
}
