/** What HubSpot adds to the raw parts of a workflow when it stores them is not a change. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definitionChanges } from '../../src/definitions/definition-changes.ts';
import { readFlow } from '../../src/definitions/read-flow.ts';
import { writeFlow } from '../../src/definitions/write-flow.ts';
import type { RawObject, WorkflowAction, WorkflowDefinition } from '../../src/model/definition.ts';
import { definitionIn } from '../../src/simulator/routes/flow-drafts.ts';
import { send, simulator } from '../simulator/simulator-client.ts';

/** A part with the fields that a person writes: each of the others is left out at random. */
function partly(fields: Readonly<Record<string, fc.Arbitrary<unknown>>>, required: readonly string[]) {
  const optional = Object.keys(fields).filter((key) => !required.includes(key));
  return fc.record(fields, { requiredKeys: Object.keys(fields).filter((key) => !optional.includes(key)) });
}

const none = fc.constantFrom<unknown[]>([]);
const filter = fc.oneof(
  fc.record({
    filterType: fc.constant('IN_LIST'),
    operator: fc.constantFrom('IN_LIST', 'NOT_IN_LIST'),
    listId: fc.constantFrom<string | number>('611', 612),
  }),
  fc.record({
    filterType: fc.constant('PROPERTY'),
    property: fc.constantFrom('lifecyclestage', 'city'),
    operation: partly(
      {
        operationType: fc.constant('MULTISTRING'),
        operator: fc.constantFrom('IS_EQUAL_TO', 'CONTAINS'),
        values: fc.constant(['customer']),
        includeObjectsWithNoValueSet: fc.boolean(),
      },
      ['operationType', 'operator', 'values'],
    ),
  }),
);

const branch = (depth: number): fc.Arbitrary<object> =>
  fc.constantFrom('AND', 'OR').chain((type) =>
    partly(
      {
        filterBranchType: fc.constant(type),
        filterBranchOperator: fc.constant(type),
        filters: fc.array(filter, { maxLength: 2 }),
        filterBranches: depth === 0 ? none : fc.array(branch(depth - 1), { maxLength: 2 }),
      },
      ['filterBranchType'],
    ),
  );

const criteria = fc.oneof(
  partly(
    {
      type: fc.constant('LIST_BASED'),
      listFilterBranch: branch(2),
      reEnrollmentTriggersFilterBranches: fc.array(branch(1), { maxLength: 1 }),
      unEnrollObjectsNotMeetingCriteria: fc.boolean(),
    },
    ['type', 'listFilterBranch'],
  ),
  partly(
    { type: fc.constant('EVENT_BASED'), eventFilterBranches: none, listMembershipFilterBranches: none },
    ['type'],
  ),
);

const listBranch = branch(1).map((filterBranch): object => ({
  actionId: '1',
  type: 'LIST_BRANCH',
  listBranches: [{ filterBranch, branchName: 'A', connection: { edgeType: 'STANDARD', nextActionId: '2' } }],
}));
const delay = {
  actionId: '2',
  type: 'SINGLE_CONNECTION',
  actionTypeId: '0-1',
  actionTypeVersion: 0,
  fields: { delta: '60', time_unit: 'MINUTES' },
};

/** A workflow as a file defines it. */
const definition = fc
  .record({ enrollmentCriteria: criteria, first: fc.option(listBranch, { nil: undefined }) })
  .map(({ enrollmentCriteria, first }): WorkflowDefinition => {
    const actions = [...(first ? [first] : []), delay];
    return readFlow({ name: 'Welcome', enrollmentCriteria, actions }).definition;
  });

const changesOf = (before: WorkflowDefinition, body: unknown): readonly string[] =>
  definitionChanges(before, readFlow(JSON.parse(JSON.stringify(body))).definition).map(({ text }) => text);

describe('a workflow that was created from a file', () => {
  it('equals the file when it is read, whatever HubSpot adds to its raw parts', () => {
    let completed = 0;
    fc.assert(
      fc.property(definition, (written) => {
        const body = writeFlow(written);
        const stored = { ...body, ...definitionIn(body) };
        if (JSON.stringify(stored) !== JSON.stringify(body)) completed += 1;
        expect(changesOf(written, stored)).toEqual([]);
      }),
      { numRuns: 500 },
    );
    expect(completed).toBeGreaterThan(100);
  });

  it('equals it through the routes of the simulator, too', async () => {
    const account = await simulator();
    for (const written of fc.sample(definition, { numRuns: 20, seed: 7 })) {
      const { status, body } = await send(account, 'POST /automation/v4/flows', writeFlow(written));
      expect(status).toBe(201);
      const read = await send(account, `GET /automation/v4/flows/${body.id}`);
      expect(changesOf(written, read.body)).toEqual([]);
    }
  });

  it.each<[string, RawObject, RawObject]>([
    ['a list that is not empty', { values: [] }, { values: ['a'] }],
    ['a filter on contacts without a value', {}, { includeObjectsWithNoValueSet: true }],
    [
      'another operator',
      { filterBranchType: 'AND' },
      { filterBranchType: 'AND', filterBranchOperator: 'OR' },
    ],
    ['a value', { note: null }, { note: '' }],
    ['an item of a list', { values: ['a', null] }, { values: ['a'] }],
  ])('differs in %s', (_, before, after) => {
    const withRaw = (raw: RawObject): WorkflowDefinition => ({
      ...readFlow({ name: 'Welcome' }).definition,
      actions: [{ id: '1', does: 'raw', raw } satisfies WorkflowAction],
    });
    expect(definitionChanges(withRaw(before), withRaw(after))).toHaveLength(1);
    expect(definitionChanges(withRaw(after), withRaw(before))).toHaveLength(1);
  });
});
