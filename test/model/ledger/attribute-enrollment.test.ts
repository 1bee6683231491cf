import { describe, expect, it } from 'vitest';
import { attributeEnrollment } from '../../../src/model/ledger/attribute-enrollment.ts';
import type { ShownEnrollment, UnprovedRequest } from '../../../src/model/ledger/attribute-enrollment.ts';

const at = '2026-11-20T12:00:00.000Z';
const later = '2026-11-20T12:00:01.000Z';
const earlier = '2026-11-20T11:59:59.000Z';
const maria = { userId: '7001', email: 'maria@acme.example' };
const lost: UnprovedRequest = { at, sender: maria, sameRun: false };
const sameRun: UnprovedRequest = { ...lost, sameRun: true };
const workflow: UnprovedRequest = { at, sameRun: false };

// Keep one row per line.
// oxfmt-ignore
const rows: readonly (readonly [string, ShownEnrollment, UnprovedRequest, 'ours' | 'adopt' | undefined])[] = [
  ['dated later, no author shown', { state: 'active', enrolledAt: later }, lost, 'ours'],
  ['dated at the reread', { state: 'active', enrolledAt: at }, lost, 'ours'],
  ['dated earlier', { state: 'active', enrolledAt: earlier }, lost, undefined],
  ['dated earlier, in the same run', { state: 'active', enrolledAt: earlier }, sameRun, undefined],
  ['dated later, by our user', { state: 'active', enrolledAt: later, enrolledBy: { userId: '7001' } }, lost, 'ours'],
  ['dated later, by our address in another case', { state: 'active', enrolledAt: later, enrolledBy: { email: 'Maria@Acme.example' } }, lost, 'ours'],
  ['dated later, by our user under another address', { state: 'active', enrolledAt: later, enrolledBy: { userId: '7001', email: 'hello@acme.example' } }, lost, 'ours'],
  ['dated later, by our address under another id', { state: 'active', enrolledAt: later, enrolledBy: { userId: '91', email: maria.email } }, lost, 'ours'],
  ['dated later, by another user', { state: 'active', enrolledAt: later, enrolledBy: { userId: '7002' } }, lost, 'adopt'],
  ['dated later, by another address', { state: 'active', enrolledAt: later, enrolledBy: { email: 'paul@acme.example' } }, lost, 'adopt'],
  ['dated later, by someone, for a request without a known sender', { state: 'active', enrolledAt: later, enrolledBy: { userId: '7002' } }, workflow, 'adopt'],
  ['dated earlier, by another user', { state: 'active', enrolledAt: earlier, enrolledBy: { userId: '7002' } }, lost, undefined],
  ['ended, dated later', { state: 'ended', enrolledAt: later }, lost, 'ours'],
  ['ended, dated later, by another', { state: 'ended', enrolledAt: later, enrolledBy: { userId: '7002' } }, lost, 'adopt'],
  ['undated and active, in a later run', { state: 'active' }, workflow, 'adopt'],
  ['undated and active, in the same run', { state: 'active' }, { ...workflow, sameRun: true }, 'ours'],
  ['undated and active, by another, in the same run', { state: 'active', enrolledBy: { userId: '7002' } }, sameRun, 'adopt'],
  ['undated and ended', { state: 'ended' }, sameRun, undefined],
];

describe('attributeEnrollment', () => {
  it.each(rows)('%s', (...[, shown, request, expected]) => {
    expect(attributeEnrollment(shown, request)).toBe(expected);
  });
});
