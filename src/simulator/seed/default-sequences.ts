import type { SeedSequence, SequenceStep } from '../account/account-seed.ts';

const createdAt = '2026-02-03T10:00:00.000Z';
const day = 86_400_000;

/** "Q4 outbound": 3 mails over 9 days. "Renewal check-in": 2 mails over 5. */
export function defaultSequences(): SeedSequence[] {
  return [
    {
      id: '5510021',
      name: 'Q4 outbound',
      userId: '7001',
      createdAt,
      updatedAt: '2026-09-21T14:30:00.000Z',
      steps: stepsOf('61001', [
        ['EMAIL', 0],
        ['EMAIL', 3],
        ['TASK', 1],
        ['EMAIL', 5],
        ['FINISH_ENROLLMENT', 1],
      ]),
    },
    {
      id: '5510022',
      name: 'Renewal check-in',
      userId: '7002',
      createdAt,
      updatedAt: createdAt,
      steps: stepsOf('61002', [
        ['EMAIL', 0],
        ['EMAIL', 5],
        ['FINISH_ENROLLMENT', 2],
      ]),
    },
  ];
}

/** Each step with the days that it waits after the one before. */
function stepsOf(prefix: string, steps: readonly (readonly [string, number])[]): SequenceStep[] {
  return steps.map(([actionType, days], index) => ({
    id: `${prefix}${index}`,
    actionType,
    delayMillis: days * day,
    stepOrder: index,
  }));
}
