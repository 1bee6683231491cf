import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../../src/model/results/diagnostic.ts';
import type { Plan } from '../../../src/model/results/plan.ts';
import { renderPlanHtml } from '../../../src/render/html/plan.ts';
import { senderTable } from '../../../src/render/view/plan/email-load.ts';
import { formatNumber } from '../../../src/render/view/format.ts';
import { planOf, richPlan } from '../rich-plan.ts';
import {
  at,
  dangerousPlan,
  driftPlan,
  emptyPlan,
  enroll,
  erroredPlan,
  mixedPlan,
  onboarding,
  quietPlan,
  samplePlan,
  unchanged,
} from '../sample-plans.ts';

const limit = { name: 'enroll', planned: 14, allowed: 8, flagged: false, flag: '--max-enroll 14' } as const;
const refused: Diagnostic = {
  code: 'limit-enroll',
  severity: 'error',
  message: 'The plan has 14 enrollments; `limits.enroll` is 8.',
  help: 'Review these changes.',
  source: at(4),
  limit,
};
const refusedPlan: Plan = { ...planOf(14), applyable: false, diagnostics: [refused] };
const withoutLedger: Plan = { ...planOf(14), applyable: false };

describe('the state of a plan', () => {
  it.each<readonly [string, Plan, string, string]>([
    ['ready', planOf(14), 'Ready to apply', '2 senders will email 14 people: about 42 emails over 9 days'],
    ['ready, without emails', workflowPlan(), 'Ready to apply', '1 to enroll'],
    ['refused', refusedPlan, 'Refused', 'Refused: 14 enrollments, the limit is 8'],
    [
      'refused twice',
      {
        ...refusedPlan,
        diagnostics: [refused, { ...refused, limit: { ...limit, name: 'reenroll', allowed: 0 } }],
      },
      'Refused',
      'Refused: above 2 limits',
    ],
    [
      'without a ledger',
      withoutLedger,
      'Cannot be applied: no ledger',
      'Without a ledger, rollcall does not know which contacts it enrolled before',
    ],
    ['without changes', quietPlan, 'No changes', 'HubSpot matches enrollments.yaml'],
    ['empty', emptyPlan, 'No changes', 'HubSpot matches enrollments.yaml'],
    ['invalid', erroredPlan, 'Invalid', '1 error in enrollments.yaml'],
  ])('%s: comes before one sentence', (...[, plan, pill, heading]) => {
    const page = renderPlanHtml(plan, {});
    expect(textOf(page, /<p class="state [^"]*">\s*<strong>(.*?)<\/strong>/su)).toBe(pill);
    expect(textOf(page, /<h1>(.*?)<\/h1>/su)).toBe(heading);
    expect(page.indexOf('class="state')).toBeLessThan(page.indexOf('<h1>'));
    expect(page.match(/<h1>/gu)).toHaveLength(1);
  });

  it('names the end of a plan that is ready', () => {
    expect(textOf(renderPlanHtml(planOf(14), {}), /<p class="state [^"]*">(.*?)<\/p>/su)).toBe(
      'Ready to apply until 2026-11-03 09:00 UTC, within all limits: 14 to enroll',
    );
  });

  it('shows the effect of a refused plan as a condition', () => {
    const effect = (plan: Plan): string => textOf(renderPlanHtml(plan, {}), /<p class="effect">(.*?)<\/p>/su);
    const rest = '2 senders would email 14 people: about 42 emails over 9 days.';
    expect(effect(refusedPlan)).toBe(`If allowed, ${rest}`);
    expect(effect(withoutLedger)).toBe(`If applied, ${rest}`);
    expect(headings(renderPlanHtml(refusedPlan, {}))).toContain('If allowed: emails');
    expect(headings(renderPlanHtml(withoutLedger, {}))).toContain('If applied: emails');
  });

  function workflowPlan(): Plan {
    return samplePlan({ changes: [enroll('1', 'a•••@northwind.example', { line: 1, target: onboarding })] });
  }
});

describe('the facts of a plan', () => {
  const facts = (plan: Plan): readonly string[] =>
    [...part(renderPlanHtml(plan, {}), /<ul class="facts">(.*?)<\/ul>/su).matchAll(/<li>(.*?)<\/li>/gsu)].map(
      ([, text = '']) => plain(text),
    );

  it('show zero for what is not blocked, waiting or unknown', () => {
    expect(facts(planOf(1))).toEqual(['0 blocked, waiting or unknown']);
    expect(facts(mixedPlan)).toEqual([
      '2 other people will start a workflow (emails that it sends are not counted)',
      '3 people will be unenrolled',
      '1 workflow will be deleted',
      '2 blocked',
      '2 waiting',
      '1 unknown',
      '1 manual',
      '1 orphan',
    ]);
  });

  it('count what is active in a plan without changes', () => {
    expect(facts(quietPlan)).toEqual(['0 blocked, waiting or unknown', '26 ended']);
    expect(facts(emptyPlan)).toEqual([
      '0 blocked, waiting or unknown',
      '26 active',
      '2 enrolled by someone else',
    ]);
  });

  it('link members enrolled by someone else to their section', () => {
    const page = renderPlanHtml(richPlan, {});
    expect(part(page, /<ul class="facts">(.*?)<\/ul>/su)).toContain('href="#unmanaged-body"');
    expect(page).toContain('id="unmanaged-body"');
  });
});

describe('what comes first', () => {
  it('is the table of limits, with the flag and the command', () => {
    const page = renderPlanHtml({ ...refusedPlan, changes: dangerousPlan.changes }, {});
    expect(headings(page).slice(0, 2)).toEqual(['Limits', 'Review first']);
    const cells = [
      ...part(page, /limits-title.*?<tbody>(.*?)<\/tbody>/su).matchAll(/<t[hd].*?>(.*?)<\/t[hd]>/gsu),
    ];
    expect(cells.map(([, text = '']) => plain(text))).toEqual([
      'enroll',
      '14',
      '8',
      'enrollments.yaml:4',
      '--max-enroll 14',
    ]);
    expect(page).toContain('<code class="command">rollcall plan --max-enroll 14</code>');
  });

  it('is the commands for a ledger', () => {
    const page = renderPlanHtml(withoutLedger, {});
    expect(headings(page)[0]).toBe('Create or choose a ledger');
    expect(page).toContain('<code class="command">rollcall ledger create</code>');
    expect(page).toContain('set ROLLCALL_LEDGER to the ledger of the earlier runs');
  });

  it('is at most seven rows of review; links and a fold lead to the rest', () => {
    const notes = Array.from({ length: 9 }, (_, index): Diagnostic => {
      return {
        code: 'wrong-value',
        severity: 'warning',
        message: `Note ${index}.`,
        help: 'Do it.',
        source: at(1),
      };
    });
    const again = Array.from({ length: 5 }, (_, index) =>
      enroll(String(index), 'a•••@northwind.example', { line: 1, reenroll: true }),
    );
    const page = renderPlanHtml(samplePlan({ changes: again, diagnostics: notes }), {});
    const review = part(page, /first-title(.*?)<\/section>/su);
    const [shown = '', rest = ''] = review.split('<details class="rest">');
    expect(shown.match(/class="tag"/gu)).toHaveLength(7);
    expect(plain(part(shown, /<ul class="more">(.*?)<\/ul>/su))).toBe('7 more: 7 warnings');
    expect(rest.match(/class="tag"/gu)).toHaveLength(7);
  });

  it('links hidden rows that the table of contacts has', () => {
    const page = renderPlanHtml(
      samplePlan({
        changes: Array.from({ length: 5 }, (_, index) =>
          enroll(String(index), 'a•••@northwind.example', { line: 1, reenroll: true }),
        ),
        unchanged: Array.from({ length: 5 }, (_, index) =>
          unchanged('unknown', [String(10 + index), 'b•••@northwind.example'], { line: 2, reason: 'lost' }),
        ),
      }),
      {},
    );
    const more = part(page, /<ul class="more">(.*?)<\/ul>/su);
    expect(plain(more)).toBe('3 more: 3 re-enroll');
    expect(more).toContain('data-filter data-status="enroll"');
  });
});

describe('the matrix of emails', () => {
  const rows = (plan: Plan): readonly (readonly string[])[] =>
    [
      ...part(renderPlanHtml(plan, {}), /<table class="matrix[^"]*">(.*?)<\/table>/su).matchAll(
        /<tr>(.*?)<\/tr>/gsu,
      ),
    ].map(([, row = '']) =>
      [...row.matchAll(/<t[hd].*?>(.*?)<\/t[hd]>/gsu)].map(([, cell = '']) => plain(cell)),
    );

  it('has the numbers of the sender table', () => {
    for (const plan of [richPlan, planOf(2_000), manySenders()]) {
      const view = senderTable(plan, { columns: 10, rows: 10 });
      const [, ...shown] = rows(plan);
      const hasLimits = plan.context !== undefined;
      const today = (of: (typeof view.rows)[number]['today']): string => {
        if (of === undefined) return '';
        return `${formatNumber(of.used)} of ${formatNumber(of.allowed)}${of.used >= of.allowed ? ' (limit)' : ''}`;
      };
      expect(shown).toEqual(
        [...view.rows, view.total].map(({ sender, people, emails, cells, today: used }) => [
          sender,
          ...[people, emails, ...cells].map(formatNumber),
          ...(hasLimits ? [today(used)] : []),
        ]),
      );
    }
  });

  it('names the date of each day in the time zone of the account', () => {
    const heads = (timeZone: string, createdAt: string): readonly string[] | undefined =>
      rows({ ...planOf(1), createdAt, context: { ...richPlan.context!, timeZone } })[0]?.slice(3, 6);
    expect(heads('Europe/Berlin', '2026-11-02T09:00:00.000Z')).toEqual([
      'Day 0 apply',
      'Day 3 Thu 5 Nov',
      'Day 9 Wed 11 Nov',
    ]);
    expect(heads('Europe/Berlin', '2026-11-02T23:30:00.000Z')?.[1]).toBe('Day 3 Fri 6 Nov');
    expect(heads('Nowhere', '2026-12-30T09:00:00.000Z')?.[1]).toBe('Day 3 Sat 2 Jan');
  });

  it('marks a sender at the limit', () => {
    const senders = [{ email: 'maria@acme.example', sentToday: 3, perDay: 6 }];
    const changes = [1, 2, 3].map((id) => enroll(String(id), 'a•••@northwind.example', { line: id }));
    const page = renderPlanHtml(
      samplePlan({ changes, context: { uiDomain: 'app.hubspot.com', timeZone: 'UTC', senders } }),
      {},
    );
    expect(plain(part(page, /<td class="today">(.*?)<\/td>/su))).toBe('6 of 6 (limit)');
    expect(page).toContain('class="meter full"');
  });

  it('tints a cell by its share of the largest one, and prints zero', () => {
    const page = renderPlanHtml(planOf(40), {});
    const tints = [...page.matchAll(/<td class="day"><span class="(heat-\d+)">(\d+)</gu)];
    expect(tints.map(([, tint, amount]) => `${amount} ${tint}`)).toEqual([
      ...Array.from({ length: 3 }, () => '30 heat-10'),
      ...Array.from({ length: 3 }, () => '10 heat-4'),
    ]);
  });

  it('uses no inline styles', () => {
    expect(renderPlanHtml(richPlan, {})).not.toMatch(/<[^>]* style="/u);
  });

  function manySenders(): Plan {
    return samplePlan({
      changes: Array.from({ length: 40 }, (_, index) =>
        enroll(String(index), 'a•••@northwind.example', {
          line: index + 1,
          sender: `sender${index % 13}@acme.example`,
          emails: 1,
          emailDays: [index * 3],
        }),
      ),
    });
  }
});

describe('the targets of a plan', () => {
  const openTargets = (plan: Plan): number =>
    renderPlanHtml(plan, {}).match(/<details class="target" open>/gu)?.length ?? 0;

  it('are open up to 30 changes', () => {
    expect(openTargets(planOf(30))).toBe(1);
    expect(openTargets(planOf(31))).toBe(0);
  });

  it('list 20 contacts of a group; a link filters the others', () => {
    const page = renderPlanHtml(planOf(100), {});
    const targets = part(page, /targets-title(.*?)<\/section>/su);
    expect(targets.match(/record\/0-1\//gu)).toHaveLength(40);
    expect(targets).toContain('data-target="sequences.q4-outbound" data-sender="maria@acme.example"');
    expect(plain(targets)).toContain('55 more');
    expect(plain(targets)).toContain('5 more');
  });
});

describe('the table of contacts', () => {
  it('has its first 200 rows without the script, and the command for the others', () => {
    const page = renderPlanHtml(planOf(2_056), {});
    expect(
      part(page, /<tbody>((?:(?!<tbody>).)*?)<\/tbody>(?:(?!<tbody>).)*?id="shown"/su).match(/<tr>/gu),
    ).toHaveLength(200);
    expect(plain(part(page, /id="shown"[^>]*>(.*?)<\/p>/su))).toBe(
      '1 to 200 of 2,056. 1,856 more: rollcall show plan.json --full',
    );
    expect(renderPlanHtml(planOf(300), { planFile: 'nov.json' })).toContain('rollcall show nov.json --full');
  });

  it('has filters from 10 rows on', () => {
    expect(renderPlanHtml(planOf(9), {})).not.toContain('<form');
    expect(renderPlanHtml(planOf(10), {})).toContain('<form');
  });

  it('is closed in a plan without changes', () => {
    expect(renderPlanHtml(quietPlan, {})).toMatch(/<summary>\s*<h2 id="people-title"/u);
    expect(renderPlanHtml(planOf(10), {})).not.toMatch(/<summary>\s*<h2 id="people-title"/u);
  });
});

describe('blocked and waiting contacts', () => {
  it('are listed by reason, with eight names and a link to the others', () => {
    const page = renderPlanHtml(
      samplePlan({
        unchanged: Array.from({ length: 53 }, (_, index) =>
          unchanged('blocked', [String(index), 'a•••@northwind.example'], {
            line: 1,
            reason: 'opted out of email',
            help: 'Remove the line.',
          }),
        ),
      }),
      {},
    );
    const blocked = part(page, /id="undone-title"(.*?)<\/section>/su);
    expect(plain(blocked)).toContain('! blocked Opted out of email. 53 people Remove the line.');
    expect(blocked.match(/record\/0-1\//gu)).toHaveLength(8);
    expect(blocked).toContain('data-status="blocked" data-search="opted out of email">45 more</a>');
  });

  it('name their statuses in the heading', () => {
    expect(headings(renderPlanHtml(mixedPlan, {}))).toContain('Blocked, waiting and orphan');
  });
});

describe('the closed sections', () => {
  it('come last, and contain the drift under a title for the ledger', () => {
    const folds = (plan: Plan): readonly string[] =>
      [
        ...renderPlanHtml(plan, {}).matchAll(/<details class="card fold"[^>]*>\s*<summary>(.*?)<small>/gsu),
      ].map(([, title = '']) => plain(title));
    expect(folds(richPlan)).toEqual([
      'Enrolled by someone else',
      'Changed in HubSpot since run 1',
      'Members before and after',
      'Advice',
      'Details',
    ]);
    expect(folds({ ...driftPlan, ledgerRun: 0 })).toContain('Found in HubSpot');
    for (const plan of [richPlan, driftPlan])
      expect(renderPlanHtml(plan, {})).not.toContain('Moved in HubSpot since the last apply');
  });

  it('contain the full id and the hashes', () => {
    const page = renderPlanHtml(richPlan, {});
    const details = plain(part(page, /details-body(.*?)<\/details>/su));
    expect(details).toContain(richPlan.planId);
    expect(details).toContain(`sha256:${richPlan.configHash}`);
    expect(details).toContain('after run 1');
    expect(plain(part(page, /<div class="bar">(.*?)<div/su))).toBe(
      'rollcall Plan 0123456789 Account 99000001 (simulated)',
    );
  });
});

describe('the footer of a printed page', () => {
  it('has the plan and the account', () => {
    expect(renderPlanHtml(richPlan, {})).toContain(
      '@page{@bottom-left{content:"rollcall plan 0123456789, account 99000001"}}',
    );
  });

  it('cannot end its style', () => {
    const page = renderPlanHtml({ ...richPlan, planId: '"}</style>' }, {});
    expect(page).toContain(String.raw`plan \22 \7d \3c \2f style\3e , account`);
  });
});

function part(page: string, pattern: RegExp): string {
  return pattern.exec(page)?.[1] ?? '';
}

/** Returns the text of a piece of HTML, with one space for any white space. */
function plain(markup: string): string {
  return markup
    .replaceAll(/<[^>]*>?/gu, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll(/\s+/gu, ' ')
    .trim();
}

function textOf(page: string, pattern: RegExp): string {
  return plain(part(page, pattern));
}

function headings(page: string): readonly string[] {
  return [...page.matchAll(/<h2[^>]*>(.*?)(?:<small|<\/h2)/gsu)].map(([, text = '']) => plain(text));
}
