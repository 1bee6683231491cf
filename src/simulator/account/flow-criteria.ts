/** Reading the parts of a v4 workflow definition that decide over people. */
import type { FlowDefinition, SeedFlow } from './account-seed.ts';

/** "Unenroll from sequence". */
export const unenrollFromSequence = '0-4702372';

/** A workflow that a contact can be enrolled in at all, apart from being switched on. */
export function isContactWorkflow({ definition }: SeedFlow): boolean {
  const { type, objectTypeId, flowType } = definition;
  return type === 'CONTACT_FLOW' && objectTypeId === '0-1' && flowType === 'WORKFLOW';
}

export function isBridge({ definition }: SeedFlow): boolean {
  return definition.actions.some((action) => action.actionTypeId === unenrollFromSequence);
}

/** The lists whose members a LIST_BASED workflow enrolls. */
export function feedingLists(flow: SeedFlow): readonly string[] {
  return filtersOf(flow.definition)
    .filter((filter) => filter['filterType'] === 'IN_LIST')
    .map((filter) => String(filter['listId']));
}

/** Whether setting a property to a value enrolls in a workflow. */
export function isTriggeredBy(flow: SeedFlow, property: string, value: string): boolean {
  return filtersOf(flow.definition).some((filter) => {
    const operation = filter['operation'];
    if (filter['filterType'] !== 'PROPERTY' || filter['property'] !== property) return false;
    return isRecord(operation) && [operation['value'], operation['values']].flat().includes(value);
  });
}

/** The workflows that enrolling in this one takes a contact out of: some by id, or all others. */
export function takesOutOf({ definition }: SeedFlow): 'all' | readonly string[] {
  const setting = definition.unEnrollmentSetting;
  if (setting?.type === 'ALL') return 'all';
  return setting?.type === 'SELECTIVE' ? (setting.flowIds ?? []) : [];
}

function filtersOf({ enrollmentCriteria }: FlowDefinition): readonly Record<string, unknown>[] {
  return enrollmentCriteria.type === 'LIST_BASED' ? collect(enrollmentCriteria.listFilterBranch) : [];
}

function collect(branch: unknown): readonly Record<string, unknown>[] {
  if (!isRecord(branch)) return [];
  const own = Array.isArray(branch['filters']) ? branch['filters'].filter(isRecord) : [];
  const inner = Array.isArray(branch['filterBranches']) ? branch['filterBranches'].flatMap(collect) : [];
  return [...own, ...inner];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
