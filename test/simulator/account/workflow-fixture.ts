/** Workflows with actions, in an account without a server. */
import type { FlowAction, FlowDefinition, SeedFlow } from '../../../src/simulator/account/account-seed.ts';
import { openSimulatedAccount, type SimulatedAccount } from '../../../src/simulator/account/account.ts';
import { applyManualAction } from '../../../src/simulator/account/manual-action.ts';
import { createFlow } from '../../../src/simulator/account/targets.ts';
import { defaultAccount } from '../../../src/simulator/seed/default-account.ts';

export const runtime = { lagMilliseconds: 0, unenrollDelayMilliseconds: 0, realNow: () => 0 };
export const day = 86_400_000;

export function openDefaultAccount(): SimulatedAccount {
  return openSimulatedAccount(defaultAccount(), runtime);
}

export type Step = Omit<FlowAction, 'actionId'>;

export const wait = (days: number): Step => ({
  actionTypeId: '0-1',
  fields: { delta: String(days * 1440), time_unit: 'MINUTES' },
});
export const set = (name: string, value: string): Step => ({
  actionTypeId: '0-5',
  fields: { property_name: name, value: { type: 'STATIC_VALUE', staticValue: value } },
});

/** Returns steps as actions with the ids 1, 2, …, each connected to the next one. */
function chain(steps: readonly Step[]): Pick<FlowDefinition, 'actions' | 'startActionId'> {
  const actions = steps.map((step, index) => ({
    actionId: String(index + 1),
    type: 'SINGLE_CONNECTION',
    ...(index + 1 < steps.length && {
      connection: { edgeType: 'STANDARD', nextActionId: String(index + 2) },
    }),
    ...step,
  }));
  return steps.length === 0 ? { actions } : { startActionId: '1', actions };
}

/** Adds a workflow that is turned on. */
export function addFlow(
  account: SimulatedAccount,
  steps: readonly Step[],
  parts: Partial<FlowDefinition> = {},
): SeedFlow {
  return createFlow(account, { name: 'Drip', isEnabled: true, ...chain(steps), ...parts });
}

/** Returns enrollment criteria that enroll contacts that join the list. */
export function onList(listId: string, settings: object = {}): FlowDefinition['enrollmentCriteria'] {
  const filter = { filterType: 'IN_LIST', listId, operator: 'IN_LIST' };
  return { type: 'LIST_BASED', listFilterBranch: { filterBranches: [{ filters: [filter] }] }, ...settings };
}

export function enroll(account: SimulatedAccount, who: string, flow: SeedFlow): void {
  applyManualAction(account, { what: 'enroll', who, target: flow.id });
}

export function property(account: SimulatedAccount, id: string, name: string): string | undefined {
  return account.contacts.get(id)?.properties[name];
}

/** Returns the reason and the day on which each enrollment of a contact in a workflow ended; `active` without an end. */
export function endsOf(account: SimulatedAccount, id: string, flow: Pick<SeedFlow, 'id'>): readonly string[] {
  const own = (account.enrollmentsOf.get(id) ?? []).filter(({ targetId }) => targetId === flow.id);
  return own.map(({ endReason, endedAt }) => (endedAt ? `${endReason} ${endedAt.slice(0, 10)}` : 'active'));
}
