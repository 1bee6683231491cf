/** A hand-written result of `rollcall doctor` for the golden files: one failed check, two warnings, and passed checks. */
import type { Check } from '../../src/model/results/examination.ts';
import type { DoctorResult } from '../../src/render/view/doctor-view.ts';
import { at } from './sample-plans.ts';

const checks: readonly Check[] = [
  {
    area: 'sequences',
    code: 'target-missing',
    status: 'failed',
    message: 'sequences.renewals: HubSpot has no sequence 5510044',
    help: 'Check `id` in the file, and that the sequence was not deleted.',
    source: at(31),
    exitCode: 1,
  },
  { area: 'files', code: 'files', status: 'ok', message: '1 read, 4 targets, dialect documented' },
  {
    area: 'account',
    code: 'account',
    status: 'ok',
    message: 'The token opens account 12345678; days begin at midnight in Europe/Berlin',
  },
  {
    area: 'scopes',
    code: 'scope-not-tried',
    status: 'warning',
    message:
      'automation.sequences.enrollments.write could not be tried: only sequence-enroll uses it, to write',
    help: "Check in HubSpot that the token's app has automation.sequences.enrollments.write. Without it, apply stops with exit code 4 at the first such request, and sends nothing.",
  },
  ...['crm.objects.contacts.read', 'automation.sequences.read', 'crm.lists.read'].map((scope): Check => ({
    area: 'scopes',
    code: 'scope',
    status: 'ok',
    message: `${scope} is granted`,
  })),
  { area: 'senders', code: 'sender', status: 'ok', message: 'maria@acme.example is user 7001' },
  {
    area: 'sequences',
    code: 'target',
    status: 'ok',
    message: 'sequences.q4-outbound is sequence 5510021, "Q4 outbound EMEA", 3 emails',
    source: at(12),
  },
  {
    area: 'ledger',
    code: 'ledger-missing',
    status: 'warning',
    message: 'There is no ledger for account 12345678 at .rollcall/ledger.db (from `ledger`)',
    help: 'Before the first apply, run `rollcall ledger create`. After it, restore the lost ledger, or set ROLLCALL_LEDGER.',
  },
];

export const notReady: DoctorResult = { checks, exitCode: 1, portalId: 12345678 };
