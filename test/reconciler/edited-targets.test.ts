import { describe, expect, it } from 'vitest';
import { storedDefinition } from '../../src/definitions/stored-definition.ts';
import type { RawObject, WorkflowDefinition } from '../../src/model/definition.ts';
import { digest } from '../../src/model/digest.ts';
import type { LedgerTarget } from '../../src/model/ledger/ledger-view.ts';
import { makePlan } from '../../src/reconciler/make-plan.ts';
import { contact, member, observedTarget, planInput, workflow } from './builders.ts';

const waiting = (minutes: number, more: Partial<WorkflowDefinition> = {}): WorkflowDefinition => ({
  kind: 'workflow',
  name: 'Welcome',
  enrollment: { trigger: 'manual' },
  reEnroll: false,
  unenrollUnmatched: false,
  suppressionLists: [],
  unenrollFrom: [],
  actions: [{ id: '1', does: 'delay', minutes, raw: {} }],
  raw: {},
  ...more,
});

const twoDays = waiting(2880);
const fiveDays = waiting(7200);
const sentence = 'delay 1: 2 days → 5 days';

function planOf(given: {
  readonly file?: WorkflowDefinition;
  readonly account: WorkflowDefinition;
  readonly revision?: string;
  readonly ledger?: Partial<LedgerTarget>;
  readonly members?: readonly number[];
  /** The id that the file was pulled from, if it was not edited. */
  readonly untouched?: string;
  readonly status?: 'disabled';
}) {
  const { file, account, revision = 'r2', ledger, members = [], untouched, status } = given;
  const path = 'welcome.yaml';
  const target = workflow({
    noHistoryBefore: '2026-11-01',
    members: members.map((id) => member(id)),
    ...(file ? { definition: path } : {}),
  });
  const known: LedgerTarget = { kind: 'workflow', id: '900', key: 'onboarding', status: 'ready', ...ledger };
  return makePlan(
    planInput({
      desired: {
        targets: [target],
        ...(file ? { definitions: new Map([[path, file]]) } : {}),
        ...(untouched === undefined ? {} : { untouched: new Map([[path, untouched]]) }),
      },
      observed: {
        targets: [
          observedTarget({
            kind: 'workflow',
            id: '900',
            revision,
            definition: account,
            ...(status ? { status } : {}),
          }),
        ],
      },
      contacts: members.map((id) => contact(id)),
      ledger: { targets: ledger ? [known] : [], keyedDigest: digestOf },
    }),
  );
}

/** A digest under a key, as the ledger makes it. */
const digestOf = (text: string): string => digest(`key ${text}`);
const stored = { revision: 'r1', definition: storedDefinition(twoDays, digestOf) };

describe('an edit of a target', () => {
  it('is the difference from the definition file, in words and with both texts', () => {
    const [drift, ...others] = planOf({ file: twoDays, account: fiveDays }).drift;
    expect(others).toEqual([]);
    expect(drift).toMatchObject({
      kind: 'target-edited',
      message: 'The workflow differs from welcome.yaml.',
      help: expect.stringContaining('rollcall workflows pull onboarding'),
      edit: {
        changes: [sentence],
        before: ['enrollment: manual', '1: wait 2 days'],
        after: ['enrollment: manual', '1: wait 5 days'],
      },
    });
  });

  it('is absent if the file has what the account has, although the revision and the ledger differ', () => {
    expect(planOf({ file: fiveDays, account: fiveDays, ledger: stored }).drift).toEqual([]);
  });

  it('is the difference from the last apply without a file', () => {
    const [drift] = planOf({ account: fiveDays, ledger: stored }).drift;
    expect(drift).toMatchObject({
      message: 'The workflow was edited since the last apply.',
      edit: { changes: [sentence] },
    });
  });

  it('has no sentence if the ledger has no definition, or only the revision differs', () => {
    for (const ledger of [
      { revision: 'r1' },
      { ...stored, definition: storedDefinition(fiveDays, digestOf) },
    ]) {
      const [drift] = planOf({ account: fiveDays, ledger }).drift;
      expect(drift).toMatchObject({ kind: 'target-edited' });
      expect(drift).not.toHaveProperty('edit');
    }
  });

  it('is absent at the revision of the last apply, and before the first apply', () => {
    expect(planOf({ account: fiveDays, revision: 'r1', ledger: stored }).drift).toEqual([]);
    expect(planOf({ account: fiveDays }).drift).toEqual([]);
  });

  it.each([
    ['the file', { file: twoDays }],
    ['the last apply', {}],
  ])('is also found in a workflow that was turned off, against %s', (_, given) => {
    const kindsOf = (account: WorkflowDefinition): readonly string[] =>
      planOf({ account, ledger: stored, status: 'disabled', ...given }).drift.map(({ kind }) => kind);
    expect(kindsOf(fiveDays)).toEqual(['target-disabled', 'target-edited']);
    // The revision also changes when it is turned off.
    expect(kindsOf(twoDays)).toEqual(['target-disabled']);
  });

  it('never shows an address, and equal addresses are no edit', () => {
    const written = (value: string): WorkflowDefinition =>
      waiting(2880, { actions: [{ id: '1', does: 'set-property', property: 'contact', value, raw: {} }] });
    const [ana, bo] = [written('ana@northwind.example'), written('bo@northwind.example')];
    expect(planOf({ file: ana, account: ana }).drift).toEqual([]);
    const text = JSON.stringify(planOf({ file: ana, account: bo }));
    expect(text).toContain('a•••@northwind.example');
    expect(text).not.toMatch(/(?:ana|bo)@northwind/u);
  });

  it('never shows a token', () => {
    const written = (value: string): WorkflowDefinition =>
      waiting(2880, { actions: [{ id: '1', does: 'set-property', property: 'note', value, raw: {} }] });
    const text = JSON.stringify(planOf({ file: written('pat-na1-1'), account: written('pat-na1-2') }));
    expect(text).toContain('sets `note` to `•••(2)` (before: `•••(1)`)');
    expect(text).not.toContain('na1');
  });

  it('numbers only the tokens that it shows', () => {
    const written = (value: string): WorkflowDefinition =>
      waiting(2880, {
        actions: [
          { id: '1', does: 'raw', raw: { actionTypeId: '0-25', fields: { token: 'a1', password: 'b1' } } },
          { id: '2', does: 'set-property', property: 'note', value, raw: {} },
        ],
      });
    const [one] = planOf({ file: written('x'), account: written('pat-na1-2') }).drift;
    expect(one?.edit?.changes).toEqual(['action 2: sets `note` to `•••` (before: `x`)']);
    const [two] = planOf({ file: written('pat-na1-1'), account: written('pat-na1-2') }).drift;
    expect(two?.edit).toMatchObject({
      changes: ['action 2: sets `note` to `•••(2)` (before: `•••(1)`)'],
      after: expect.arrayContaining(['2: set `note` to `•••(2)`']),
    });
  });

  it('is found if an address changes to one with the same mask', () => {
    const sending = (to: string): WorkflowDefinition =>
      waiting(2880, { actions: [{ id: '1', does: 'raw', raw: { actionTypeId: '0-8', fields: { to } } }] });
    const [drift] = planOf({
      file: sending('ana@northwind.example'),
      account: sending('amy@northwind.example'),
    }).drift;
    expect(drift).toMatchObject({
      kind: 'target-edited',
      edit: { changes: ['a part that rollcall does not know changed: actions.1.fields.to'] },
    });
  });
});

describe('the side that was edited', () => {
  const appliedFive = { revision: 'r1', definition: storedDefinition(fiveDays, digestOf) };
  const sevenDays = waiting(10_080);
  const never = 'rollcall never changes an existing workflow.';

  it('is the file if HubSpot has what the last apply recorded', () => {
    const plan = planOf({ file: twoDays, account: fiveDays, revision: 'r1', ledger: appliedFive });
    expect(plan.drift).toMatchObject([
      {
        edited: 'file',
        message: 'welcome.yaml differs from the workflow, which has not changed since the last apply.',
        help: `${never} Make the change in HubSpot's editor, then run \`rollcall workflows pull onboarding\`; or revert the file: \`rollcall workflows pull onboarding --force\` writes what HubSpot has.`,
      },
    ]);
    // The plan has no enrollment, and reports it anyway.
    expect(plan.diagnostics).toMatchObject([
      {
        code: 'definition-not-applied',
        severity: 'warning',
        message: `workflows.onboarding: ${plan.drift[0]?.message} ${sentence}.`,
        help: plan.drift[0]?.help,
      },
    ]);
  });

  it.each([
    ['as it was pulled', { untouched: '900' }, 'rollcall workflows pull onboarding'],
    ['as at the last apply', { ledger: stored }, 'rollcall workflows pull onboarding --force'],
  ])('is HubSpot if the file is %s', (_, given, accept) => {
    const plan = planOf({ file: twoDays, account: fiveDays, ...given });
    expect(plan.drift).toMatchObject([
      { edited: 'account', message: 'The workflow differs from welcome.yaml.' },
    ]);
    expect(plan.drift[0]?.help).toMatch(new RegExp(`: ${accept}$`, 'u'));
    expect(plan.diagnostics).toEqual([]);
  });

  it.each([
    ['nothing was applied', {}],
    [
      'both differ from the last apply',
      { ledger: { revision: 'r1', definition: storedDefinition(sevenDays, digestOf) } },
    ],
    ['the file is the one of another workflow', { untouched: '901' }],
  ])('is unknown if %s', (_, given) => {
    const plan = planOf({ file: twoDays, account: fiveDays, ...given });
    expect(plan.drift).toMatchObject([{ edited: 'unknown', help: expect.stringContaining(never) }]);
    expect(plan.drift[0]?.help).toContain('pull onboarding --force');
    expect(plan.diagnostics).toMatchObject([
      { code: 'definition-not-applied', help: expect.stringContaining(never) },
    ]);
  });

  it('is named in the warning of enrollments, once', () => {
    const plan = planOf({ file: twoDays, account: fiveDays, ledger: appliedFive, members: [1] });
    expect(plan.diagnostics).toMatchObject([
      { code: 'target-edited', help: expect.stringContaining(`before you approve this plan. ${never}`) },
    ]);
  });
});

describe('what the ledger stores of a target', () => {
  const calling = (fields: RawObject, value = 'x'): WorkflowDefinition =>
    waiting(2880, {
      name: 'Welcome of ana@northwind.example',
      actions: [
        { id: '1', does: 'raw', raw: { actionTypeId: '0-25', fields } },
        { id: '2', does: 'set-property', property: 'api_token', value, raw: {} },
      ],
      raw: { description: 'internal notes' },
    });
  const hook = { webhookUrl: 'https://example.com/hook?token=abc123', headers: [{ value: 'Bearer xyz987' }] };

  it('has no secret, no address and no text of a part that rollcall does not know', () => {
    const text = storedDefinition(calling(hook, 'hunter2'), digestOf);
    expect(text).not.toMatch(/example\.com|abc123|xyz987|hunter2|ana@|internal/u);
    expect(text).toContain('0-25');
  });

  it.each<[string, WorkflowDefinition, string]>([
    ['a secret', calling({ ...hook, webhookUrl: 'https://example.com/hook?token=b' }), 'fields.webhookUrl'],
    ['a header', calling({ ...hook, headers: [{ value: 'Bearer other1' }] }), 'fields.headers.0.value'],
    ['a typed secret', calling(hook, 'changed'), 'an email address or a secret changed'],
    [
      'an address to one with the same mask',
      { ...calling(hook), name: 'Welcome of amy@northwind.example' },
      'an email address or a secret changed',
    ],
  ])('shows an edit of %s, and never the value', (_, account, expected) => {
    const ledger = { revision: 'r1', definition: storedDefinition(calling(hook), digestOf) };
    const [drift] = planOf({ account, ledger }).drift;
    expect(drift?.edit?.changes.join()).toContain(expected);
    expect(JSON.stringify(drift)).not.toMatch(/token=|Bearer|changed`|amy@|ana@/u);
  });
});

describe('a plan that enrolls contacts in an edited target', () => {
  const warnings = (members: readonly number[], account = fiveDays) =>
    planOf({ file: twoDays, account, members })
      .diagnostics.filter(({ code }) => code === 'target-edited')
      .map(({ severity, message }) => `${severity}: ${message}`);

  it('has a warning with the number of contacts and the sentence', () => {
    expect(warnings([1, 2])).toEqual([
      `warning: workflows.onboarding: The workflow differs from welcome.yaml. This plan enrolls 2 contacts there. ${sentence}.`,
    ]);
    expect(warnings([1])[0]).toContain('enrolls 1 contact there');
  });

  it('has no warning without enrollments or without an edit', () => {
    expect(warnings([])).toEqual([]);
    expect(warnings([1], twoDays)).toEqual([]);
  });
});
