/** Sequences and workflows of the files, as the account has them. */
import { targetAddress } from '../../model/target.ts';
import { assertNever } from '../../model/failure.ts';
import type { DesiredTarget, Sender } from '../../model/desired-state.ts';
import type { Source } from '../../model/diagnostic.ts';
import type { CheckArea, Check } from '../../model/examination.ts';
import { ExitCode } from '../../model/exit-code.ts';
import type { ObservedSender } from '../../model/observed-state.ts';
import { type Api, readAll } from '../http/api.ts';
import { unenrollWorkflowId, type AccountCache } from '../read/account-cache.ts';
import { readSenders } from '../read/owners.ts';
import { readTargets } from '../read/targets.ts';
import type { TargetDetails } from '../checks/workflow-details.ts';
import { reportFailures, failedCheck, okCheck, warningCheck } from './check-results.ts';

export async function checkTargets(
  api: Api,
  cache: AccountCache,
  of: {
    readonly targets: readonly DesiredTarget[];
    readonly senders: ReadonlyMap<string, ObservedSender>;
  },
): Promise<readonly Check[]> {
  const { targets, senders } = of;
  const trouble = await reportFailures('workflows', 'The workflows', () => readAllFlows(cache, targets));
  // What is told of all of them together need not be told of each.
  const looked = trouble.length === 0 ? targets : targets.filter((target) => flowIdsOf(target).length === 0);
  const checks = await readAll(looked, (target) =>
    reportFailures(checkAreaOf(target), targetAddress(target), async () => {
      const { kind, id } = target;
      const [facts] = await readTargets(api, cache, { targets: [{ kind, id, wanted: target }], senders });
      return facts ? await targetChecks({ api, cache }, target, facts) : [];
    }),
  );
  return [...trouble, ...checks.flat()];
}

/** In one batch, whatever the number of targets. */
async function readAllFlows(
  cache: AccountCache,
  targets: readonly DesiredTarget[],
): Promise<readonly Check[]> {
  const ids = targets.flatMap(flowIdsOf);
  await Promise.all([cache.flows(ids), cache.workflowIds(ids)]);
  return [];
}

function flowIdsOf(target: DesiredTarget): readonly string[] {
  const helper = unenrollWorkflowId(target.unenroll);
  return [...(target.kind === 'workflow' ? [target.id] : []), ...(helper === undefined ? [] : [helper])];
}

function checkAreaOf({ kind }: DesiredTarget): CheckArea {
  return kind === 'sequence' ? 'sequences' : 'workflows';
}

async function targetChecks(
  from: { readonly api: Api; readonly cache: AccountCache },
  target: DesiredTarget,
  facts: TargetDetails,
): Promise<readonly Check[]> {
  const area = checkAreaOf(target);
  const { source } = target;
  const address = targetAddress(target);
  const wrong = ExitCode.invalidConfiguration;
  // Lists have checks of their own.
  const others = facts.hazards.filter(({ code }) => code !== 'list-missing');
  const hazards = others.map(({ code, severity, message, help }) => {
    const said = { area, code, message: `${address}: ${message}`, source };
    return severity === 'error' ? failedCheck(said, help, wrong) : warningCheck(said, help);
  });
  const why = `${address}: ${facts.why ?? 'it is turned off in HubSpot'}`;
  switch (facts.status) {
    case 'ready':
      return [
        okCheck({ area, code: 'target', message: await readyText(from, target, facts), source }),
        ...hazards,
      ];
    case 'disabled':
      return [warningCheck({ area, code: 'target-disabled', message: why, source }, turnOnHelp), ...hazards];
    case 'missing':
    case 'unsuitable':
      return [
        failedCheck({ area, code: `target-${facts.status}`, message: why, source }, correctIdHelp, wrong),
        ...hazards,
      ];
    default:
      return assertNever(facts.status);
  }
}

const turnOnHelp = 'Turn it on in HubSpot; until then no contact can be enrolled.';
const correctIdHelp = 'Correct the `id`: it is the number in the address bar of HubSpot.';

/** What was found, so that a person sees a wrong id that happens to exist. */
async function readyText(
  { api, cache }: { readonly api: Api; readonly cache: AccountCache },
  target: DesiredTarget,
  facts: TargetDetails,
): Promise<string> {
  const { kind, id } = target;
  const workflowId = kind === 'workflow' ? (await cache.workflowIds([id])).get(id) : undefined;
  // Only one dialect unenrolls from each kind through another workflow.
  const helper =
    kind === (api.dialect === 'guide' ? 'workflow' : 'sequence')
      ? unenrollWorkflowId(target.unenroll)
      : undefined;
  return [
    `${targetAddress(target)} is ${kind} ${id}${facts.name === undefined ? '' : `, "${facts.name}"`}`,
    workflowId === undefined ? '' : `, v2 id ${workflowId}`,
    facts.emails === undefined
      ? ''
      : `, ${facts.emails.length} ${facts.emails.length === 1 ? 'email' : 'emails'}`,
    facts.unenrollRoute && helper !== undefined ? `; unenrolls through workflow ${helper}` : '',
    facts.unenrollRoute ? '' : `; no unenroll route (${facts.unenrollWhy?.why ?? 'no route'})`,
  ].join('');
}

/** Whether every rep that the files name is a user, and who is. */
export async function checkSenders(
  api: Api,
  targets: readonly DesiredTarget[],
): Promise<{
  readonly checks: readonly Check[];
  readonly senders: ReadonlyMap<string, ObservedSender>;
}> {
  const wanted = senderSources(targets);
  let senders: ReadonlyMap<string, ObservedSender> = new Map();
  const checks = await reportFailures('senders', 'The senders', async () => {
    senders = await readSenders(api, { emails: [...wanted.keys()], all: false });
    return [...wanted].map(([email, source]) => senderCheck(email, source, senders.get(email)));
  });
  return { checks, senders };
}

/** Every sender named, with the first place that names it. */
function senderSources(targets: readonly DesiredTarget[]): ReadonlyMap<string, Source> {
  const found = new Map<string, Source>();
  const add = (sender: Sender | undefined, source: Source): void => {
    if (sender === undefined || sender === 'contact-owner') return;
    const { email } = sender;
    if (!found.has(email)) found.set(email, source);
  };
  for (const target of targets) {
    if (target.kind !== 'sequence') continue;
    add(target.sender, target.source);
    for (const entry of target.members ?? []) add(entry.sender, entry.source);
  }
  return found;
}

function senderCheck(email: string, source: Source, found: ObservedSender | undefined): Check {
  const area = 'senders';
  if (!found) {
    const message = `${email} is no user of the account`;
    return failedCheck(
      { area, code: 'sender-missing', message, source },
      missingSenderHelp,
      ExitCode.invalidConfiguration,
    );
  }
  const message = `${email} is user ${found.userId}. HubSpot does not tell whether the seat and the inbox are there: the first enrollment will`;
  return okCheck({ area, code: 'sender', message, source });
}

const missingSenderHelp =
  'Correct the address, or add the user in HubSpot with a Sales or Service Hub seat and a connected inbox.';

/** Whether every list that the files name is there. Whether it is the right one, its workflow's check says. */
export async function checkLists(
  cache: AccountCache,
  targets: readonly DesiredTarget[],
): Promise<readonly Check[]> {
  const checks = await readAll([...listSources(targets)], ([name, source]) =>
    reportFailures('lists', `List ${name}`, async () => {
      const list = await cache.list(name);
      const area = 'lists';
      if (!list) {
        const message = `HubSpot knows no list \`${name}\``;
        const help = 'Name the list by its id, or by its exact name.';
        return [
          failedCheck({ area, code: 'list-missing', message, source }, help, ExitCode.invalidConfiguration),
        ];
      }
      const called = list.name === undefined ? '' : `, "${list.name}"`;
      return [okCheck({ area, code: 'list', message: `List ${list.id}${called}`, source })];
    }),
  );
  return checks.flat();
}

/** Every list, with the first place that names it. */
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
