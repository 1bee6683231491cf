/** Sequences and workflows of the files, as the account has them. */
import { targetAddress } from '../../model/address.ts';
import { assertNever } from '../../model/assert-never.ts';
import type { DesiredTarget } from '../../model/desired-state.ts';
import type { Area, Check } from '../../model/examination.ts';
import { ExitCode } from '../../model/exit-code.ts';
import type { ObservedSender } from '../../model/observed-state.ts';
import { askAll } from '../http/api.ts';
import type { Api } from '../http/api.ts';
import { examining, failed, ok, warning } from './check-results.ts';
import type { Known } from '../read/account-cache.ts';
import { helperFlow } from '../read/account-cache.ts';
import { readTargets } from '../read/targets.ts';
import type { TargetFacts } from '../read/targets.ts';

export async function examineTargets(
  api: Api,
  known: Known,
  of: {
    readonly targets: readonly DesiredTarget[];
    readonly senders: ReadonlyMap<string, ObservedSender>;
  },
): Promise<readonly Check[]> {
  const { targets, senders } = of;
  const trouble = await examining('workflows', 'The workflows', () => readAllFlows(known, targets));
  // What is told of all of them together need not be told of each.
  const looked = trouble.length === 0 ? targets : targets.filter((target) => flowsOf(target).length === 0);
  const checks = await askAll(looked, (target) =>
    examining(areaOf(target), targetAddress(target), async () => {
      const { kind, id } = target;
      const [facts] = await readTargets(api, known, { targets: [{ kind, id, wanted: target }], senders });
      return facts ? await targetChecks({ api, known }, target, facts) : [];
    }),
  );
  return [...trouble, ...checks.flat()];
}

/** In one batch, whatever the number of targets. */
async function readAllFlows(known: Known, targets: readonly DesiredTarget[]): Promise<readonly Check[]> {
  const ids = targets.flatMap(flowsOf);
  await Promise.all([known.flows(ids), known.workflowIds(ids)]);
  return [];
}

function flowsOf(target: DesiredTarget): readonly string[] {
  const helper = helperFlow(target.unenroll);
  return [...(target.kind === 'workflow' ? [target.id] : []), ...(helper === undefined ? [] : [helper])];
}

function areaOf({ kind }: DesiredTarget): Area {
  return kind === 'sequence' ? 'sequences' : 'workflows';
}

async function targetChecks(
  from: { readonly api: Api; readonly known: Known },
  target: DesiredTarget,
  facts: TargetFacts,
): Promise<readonly Check[]> {
  const area = areaOf(target);
  const { source } = target;
  const address = targetAddress(target);
  const wrong = ExitCode.invalidConfiguration;
  // Lists have checks of their own.
  const others = facts.hazards.filter(({ code }) => code !== 'list-missing');
  const hazards = others.map(({ code, severity, message, help }) => {
    const said = { area, code, message: `${address}: ${message}`, source };
    return severity === 'error' ? failed(said, help, wrong) : warning(said, help);
  });
  const why = `${address}: ${facts.why ?? 'it is turned off in HubSpot'}`;
  switch (facts.status) {
    case 'ready':
      return [
        ok({ area, code: 'target', message: await readyText(from, target, facts), source }),
        ...hazards,
      ];
    case 'disabled':
      return [warning({ area, code: 'target-disabled', message: why, source }, switchOn), ...hazards];
    case 'missing':
    case 'unsuitable':
      return [
        failed({ area, code: `target-${facts.status}`, message: why, source }, correctId, wrong),
        ...hazards,
      ];
    default:
      return assertNever(facts.status);
  }
}

const switchOn = 'Turn it on in HubSpot; until then no contact can be enrolled.';
const correctId = 'Correct the `id`: it is the number in the address bar of HubSpot.';

/** What was found, so that a person sees a wrong id that happens to exist. */
async function readyText(
  { api, known }: { readonly api: Api; readonly known: Known },
  target: DesiredTarget,
  facts: TargetFacts,
): Promise<string> {
  const { kind, id } = target;
  const workflowId = kind === 'workflow' ? (await known.workflowIds([id])).get(id) : undefined;
  // Only one dialect unenrolls from each kind through another workflow.
  const helper =
    kind === (api.dialect === 'guide' ? 'workflow' : 'sequence') ? helperFlow(target.unenroll) : undefined;
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
