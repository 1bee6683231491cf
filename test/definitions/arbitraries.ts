import * as fc from 'fast-check';
import { normalizeWorkflow } from '../../src/definitions/normalize-workflow.ts';
import { type RawObject, rawObjectOf } from '../../src/definitions/raw-value.ts';
import { normalizeSequence, type SequenceDefinition } from '../../src/definitions/sequence-definition.ts';
import type {
  ActionContent,
  Enrollment,
  WorkflowAction,
  WorkflowDefinition,
} from '../../src/model/definition.ts';

const id = fc.integer({ min: 1, max: 9_999_999 }).map(String);

/** Objects with keys that no typed part has. */
const raw: fc.Arbitrary<RawObject> = fc
  .dictionary(
    fc.constantFrom(
      'x1',
      'note',
      'with space',
      '',
      '__proto__',
      '<<',
      'nO',
      'OFF',
      'z\u200Bw',
      'on',
      '1',
      'ключ',
    ),
    fc.jsonValue({ maxDepth: 2 }),
    { maxKeys: 2 },
  )
  .map(rawObjectOf);

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    'yes',
    'null',
    '12',
    '0x1f',
    '- a',
    '# b',
    'a: b',
    ' padded ',
    'two\nlines\n',
    '*@x',
    '~',
    '1e3',
    'pay\u202Eload',
    '\u{E0061}tag\u200B',
    'a\u0085b\u00A0',
    '\uFEFF',
    '<<',
  ),
);

const content: fc.Arbitrary<ActionContent> = fc.oneof(
  fc.record({ does: fc.constant('delay' as const), minutes: fc.nat(200_000) }),
  fc
    .record({
      unit: fc.constantFrom('HOURS' as const, 'DAYS' as const, 'WEEKS' as const),
      count: fc.nat(100),
    })
    .map(({ unit, count }) => ({
      does: 'delay' as const,
      minutes: count * { HOURS: 60, DAYS: 1440, WEEKS: 10_080 }[unit],
      unit,
    })),
  fc.record({ does: fc.constant('set-property' as const), property: text, value: text }),
  fc.record({ does: fc.constantFrom('add-to-list' as const, 'remove-from-list' as const), list: id }),
  fc.record({ does: fc.constant('enroll-in-sequence' as const), sequence: id }),
  fc.record({ does: fc.constant('send-email' as const), email: id }),
  fc.constant({ does: 'unenroll-from-sequence' as const }),
  fc.constant({ does: 'raw' as const }),
);

const rawAction = (ids: fc.Arbitrary<string>): fc.Arbitrary<RawObject> =>
  fc.oneof(
    fc.record({ actionTypeId: fc.constantFrom('0-3', '1-77'), actionTypeVersion: fc.nat(9), fields: raw }),
    fc
      .record({ nextActionId: ids, other: ids, branchValue: text })
      .map(({ nextActionId, other, branchValue }) => ({
        type: 'STATIC_BRANCH',
        staticBranches: [{ branchValue, connection: { edgeType: 'STANDARD', nextActionId } }],
        defaultBranch: { edgeType: 'STANDARD', nextActionId: other },
      })),
    raw,
  );

const ownRaw: fc.Arbitrary<RawObject> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<RawObject>({}) },
  raw.map((fields): RawObject => ({ fields })),
  raw,
);

function actions(ids: readonly string[]): fc.Arbitrary<readonly WorkflowAction[]> {
  const other = ids.length === 0 ? id : fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...ids) }, id);
  const place = (own: string): fc.Arbitrary<WorkflowAction> =>
    fc
      .record({
        content,
        next: fc.option(other, { nil: undefined }),
        edge: fc.constantFrom(undefined, undefined, 'GO_TO'),
        own: ownRaw,
        rawAction: rawAction(other),
      })
      .map(({ content: does, next, edge, own: left, rawAction: whole }) => {
        const fields = left['fields'];
        const empty = fields !== undefined && Object.keys(fields ?? {}).length === 0;
        const rest = does.does === 'raw' ? whole : empty ? {} : left;
        return {
          ...does,
          id: own,
          ...(next !== undefined && rest['type'] === undefined ? { next, ...(edge ? { edge } : {}) } : {}),
          raw: rawObjectOf(rest),
        };
      });
  return fc.tuple(...ids.map(place));
}

const enrollment: fc.Arbitrary<Enrollment> = fc.oneof(
  fc.constant({ trigger: 'manual' as const }),
  fc.record({ trigger: fc.constant('list' as const), list: id }),
  fc
    .record({ type: fc.constantFrom('EVENT_BASED', 'LIST_BASED'), listFilterBranch: raw })
    .map((criteria) => ({ trigger: 'raw' as const, raw: criteria })),
);

/** Definitions as HubSpot could return them, with unreachable actions, cycles, unknown ids and raw parts. */
export const workflow: fc.Arbitrary<WorkflowDefinition> = fc
  .record({
    name: text,
    enrollment,
    reEnroll: fc.boolean(),
    unenrollUnmatched: fc.boolean(),
    suppressionLists: fc.array(id, { maxLength: 3 }),
    unenrollFrom: fc.oneof(fc.constant('all' as const), fc.array(id, { maxLength: 2 })),
    actions: fc.uniqueArray(fc.integer({ min: 1, max: 30 }).map(String), { maxLength: 6 }).chain(actions),
    raw,
  })
  .map((parts) => normalizeWorkflow({ kind: 'workflow', ...parts }));

export const sequence: fc.Arbitrary<SequenceDefinition> = fc
  .record({
    name: text,
    steps: fc.array(
      fc
        .record({
          does: fc.constantFrom('email', 'task', 'finish', 'ADAPTIVE_CONTAINER'),
          milliseconds: fc.oneof(
            fc.nat(30).map((days) => days * 86_400_000),
            fc.nat(1_000_000),
          ),
          id: fc.option(id, { nil: undefined }),
          raw,
        })
        .map(({ milliseconds, id: own, ...step }) => ({
          ...step,
          afterMinutes: milliseconds / 60_000,
          ...(own === undefined ? {} : { id: own }),
        })),
      { maxLength: 5 },
    ),
    settings: raw,
    raw,
  })
  .map((parts) => normalizeSequence({ kind: 'sequence', ...parts }));
