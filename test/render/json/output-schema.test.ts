import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collect } from '../../../src/model/collect.ts';
import { ExitCode } from '../../../src/model/exit-code.ts';
import { Failure } from '../../../src/model/failure.ts';
import type { HistoryRecord } from '../../../src/model/ledger/ledger.ts';
import type { RunEvent } from '../../../src/model/results/run-event.ts';
import {
  renderErrorJson,
  renderExplanationJson,
  renderHistoryJson,
  renderInspectionJson,
  renderLeaseJson,
  renderValidationJson,
} from '../../../src/render/json/documents.ts';
import { renderEvent } from '../../../src/render/json/event.ts';
import { outputNames } from '../../../src/render/json/output-names.ts';
import { outputSchema } from '../../../src/render/json/output-schema.ts';
import { renderDriftJson, renderPlanJson, renderReportJson } from '../../../src/render/json/plan.ts';
import { arbitraryPlan } from '../arbitrary-plan.ts';
import { check, problemsOf } from '../output-validator.ts';
import { richPlan } from '../rich-plan.ts';
import { dangerousPlan, driftPlan, emptyPlan, erroredPlan, mixedPlan } from '../sample-plans.ts';
import { cleanReport, troubledReport } from '../sample-reports.ts';

describe('outputSchema', () => {
  it.each(outputNames)('is self-contained for %s, with a title and a description of every key', (name) => {
    const schema = outputSchema(name);
    expect(() => check(schema, {})).not.toThrow();
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: expect.any(String),
      description: expect.any(String),
    });
    expect(undescribed(schema)).toEqual([]);
  });

  it('allows keys of later versions, but not wrong values or missing keys', () => {
    const plan: object = JSON.parse([...renderPlanJson(mixedPlan)].join(''));
    expect(check(outputSchema('plan'), { ...plan, laterAddition: 1 })).toEqual([]);
    expect(problemsOf('plan', { ...plan, laterAddition: 1 })).not.toEqual([]);
    expect(check(outputSchema('plan'), { ...plan, portalId: 'twelve' })).not.toEqual([]);
    const { planId: _, ...anonymous } = JSON.parse([...renderPlanJson(mixedPlan)].join(''));
    expect(check(outputSchema('plan'), anonymous)).not.toEqual([]);
  });
});

describe('the output of the renderers matches its schema', () => {
  it.each([
    ['an empty plan', emptyPlan],
    ['a mixed plan', mixedPlan],
    ['a dangerous plan', dangerousPlan],
    ['a plan with errors', erroredPlan],
    ['a plan with drift and context', richPlan],
    ['an undo', { ...mixedPlan, undoRun: 3, only: ['sequences.*'] }],
  ])('%s', (_name, plan) => {
    expect(problemsOf('plan', JSON.parse([...renderPlanJson(plan)].join('')))).toEqual([]);
  });

  it('any plan and its drift', () => {
    fc.assert(
      fc.property(arbitraryPlan({ mask: true }), ({ plan }) => {
        expect(problemsOf('plan', JSON.parse([...renderPlanJson(plan)].join('')))).toEqual([]);
        expect(problemsOf('drift', JSON.parse(renderDriftJson(plan, { strict: false })))).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('reports, drift and diagnostics', () => {
    expect(problemsOf('report', JSON.parse(renderReportJson(cleanReport)))).toEqual([]);
    expect(problemsOf('report', JSON.parse(renderReportJson(troubledReport)))).toEqual([]);
    expect(problemsOf('drift', JSON.parse(renderDriftJson(driftPlan, { strict: true })))).toEqual([]);
    const validation: unknown = JSON.parse(renderValidationJson(dangerousPlan.diagnostics));
    expect(problemsOf('validation', validation)).toEqual([]);
    expect(validation).toMatchObject({ valid: false });
  });

  it('an error', () => {
    const failure = new Failure({
      exitCode: ExitCode.locked,
      code: 'locked',
      message: 'Held.',
      help: 'Wait.',
    });
    expect(problemsOf('error', JSON.parse(renderErrorJson(failure)))).toEqual([]);
  });

  it('a history, a lock, an explanation and a simulator', async () => {
    for (const records of [[], [record], [record, record]]) {
      const history: unknown = JSON.parse((await collect(renderHistoryJson(records))).join(''));
      expect(problemsOf('history', history)).toEqual([]);
      expect(history).toMatchObject({ records });
    }
    expect(problemsOf('lease', JSON.parse(renderLeaseJson(undefined)))).toEqual([]);
    const explained = renderExplanationJson([
      { address: 'sequences.q4/1', rule: 'running', holds: true, saw: 'active' },
    ]);
    expect(problemsOf('explanation', JSON.parse(explained))).toEqual([]);
    const at = '2026-11-02T09:00:00.000Z';
    const inspection = {
      portalId: 1,
      now: at,
      emailsSent: 0,
      requests: [{ at, method: 'GET', path: '/x', status: 404 }],
      unknownRoutes: [{ method: 'GET', path: '/x', requests: 1 }],
      enrollments: [
        {
          kind: 'sequence',
          targetId: '1',
          contactId: '2',
          enrolledAt: at,
          endedAt: null,
          endReason: null,
        } as const,
      ],
    };
    expect(problemsOf('inspection', JSON.parse(renderInspectionJson(inspection)))).toEqual([]);
  });
});

describe('an event', () => {
  const counts = { planned: 1, done: 1, failed: 0, blocked: 0, unknown: 0, notAttempted: 0 };
  const change = { address: 'sequences.q4-outbound/1042', action: 'enroll' } as const;
  const at = '2026-11-02T09:00:00.000Z';
  const { planId, portalId, applyable, errored, summary } = mixedPlan;
  const plan = { planId, portalId, applyable, errored, summary };
  const events: readonly RunEvent[] = [
    { event: 'run-started', command: 'apply', version: '0.1.0' },
    { event: 'progress', what: 'contacts', done: 100, total: 300, requests: { done: 4, left: 2 } },
    { event: 'plan-made', ...plan, changes: 4, drift: 0 },
    { event: 'apply-started', run: 7, planId, planned: 1 },
    { event: 'change-sent', run: 7, ...change },
    { event: 'change-outcome', run: 7, ...change, status: 'done', reason: 'HubSpot confirmed it' },
    { event: 'stopped', run: 7, why: 'interrupted', reason: 'interrupted; nothing is in flight' },
    { event: 'run-finished', exitCode: ExitCode.done, counts, emails: 3, requests: 4 },
    { event: 'run-finished', exitCode: ExitCode.locked, error: { code: 'locked', message: 'Held.' } },
  ];

  it.each(events)(
    '$event is one line that matches its schema and begins with its version and type',
    (event) => {
      const line = renderEvent(event, at);
      expect(line.indexOf('\n')).toBe(line.length - 1);
      expect(problemsOf('event', JSON.parse(line))).toEqual([]);
      expect(line).toMatch(new RegExp(`^\\{"formatVersion":2,"event":"${event.event}","at":"`, 'u'));
    },
  );

  it('masks emails in reasons from HubSpot', () => {
    const reason = 'HubSpot returned 400: ana@northwind.example has no inbox';
    const line = renderEvent({ event: 'change-outcome', run: 7, ...change, status: 'failed', reason }, at);
    expect(line).toContain('a•••@northwind.example has no inbox');
  });
});

const record: HistoryRecord = {
  id: 4,
  action: 'enroll',
  state: 'proved',
  kind: 'sequence',
  targetId: '5510021',
  targetKey: 'q4-outbound',
  contactId: '1042',
  origin: 'list:482',
  at: '2026-11-02T09:00:00.000Z',
  effectAt: '2026-11-02T09:00:01.000Z',
  run: 3,
  planId: '3f9c',
  actor: 'ana',
};

/** Returns the properties without a description, a definition or a constant. */
function undescribed(schema: object): readonly string[] {
  const missing: string[] = [];
  JSON.stringify(schema, (key, part: unknown) => {
    if (key === 'properties' && typeof part === 'object' && part !== null)
      for (const [name, value] of Object.entries(part))
        if (!JSON.stringify(value).match(/"(?:description|\$ref|const)"/u)) missing.push(name);
    return part;
  });
  return missing;
}
