/** Computes the tables of docs/scaling.md. test/scale/call-counts.test.ts compares the formulas with real requests. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const text = readFileSync(new URL('../../docs/scaling.md', import.meta.url), 'utf8');

const sizes = [1_000, 10_000, 100_000, 1_000_000] as const;

const pages = (count: number, size: number): number => Math.ceil(count / size);

/** The number of requests for a number of contacts that are all new. */
const routes = {
  'plan, sequence': (people: number) => pages(people, 100) + 5,
  'plan, sequence, `guide`': (people: number) => pages(people, 1_000) + pages(people, 100) + 5,
  'plan, workflow with `activeList`, all in it': (people: number) =>
    pages(people, 250) + pages(people, 100) + 4,
  'plan, workflow without': (people: number) => people + pages(people, 100) + 3,
  'apply, sequence': (people: number) => people + pages(people, 100),
  'apply, workflow `via: { list }`': (people: number) =>
    pages(people, 1_000) + pages(people, 100) + listReads(people),
} as const;

/** The routes whose times the page shows, too. */
const timed = ['plan, sequence', 'apply, sequence', 'apply, workflow `via: { list }`'] as const;

/**
 * Returns the requests that read the list: before each part of 25,000 contacts, when it has the earlier parts, and
 * once at the end.
 */
function listReads(people: number): number {
  // The size of the list when rollcall last read all of it.
  let known = 0;
  const readsOf = (asked: number, size: number): number => {
    const memberships = pages(asked, 250);
    if (memberships < pages(Math.max(known, 1), 250)) return memberships;
    known = size;
    return pages(Math.max(size, 1), 250);
  };
  let requests = 0;
  for (let before = 0; before < people; before += 25_000)
    requests += readsOf(Math.min(25_000, people - before), before);
  return requests + readsOf(people, people);
}

/** The requests per ten seconds and per day that HubSpot publishes. */
const tiers = [
  { name: 'Free, Starter', burst: 100, daily: 250_000 },
  { name: 'Professional', burst: 190, daily: 650_000 },
  { name: 'Enterprise', burst: 190, daily: 1_000_000 },
  { name: 'OAuth app', burst: 110, daily: Number.POSITIVE_INFINITY },
] as const;

describe('docs/scaling.md', () => {
  it.each(Object.entries(routes))('shows the requests of: %s', (name, requestsFor) => {
    expect(text).toContain(
      rowOf(
        name,
        sizes.map((people: number) => number(requestsFor(people))),
      ),
    );
  });

  it.each(timed.flatMap((route) => tiers.map((tier) => ({ route, tier }))))(
    'shows the time of: $route, $tier.name',
    ({ route, tier }) => {
      const times = sizes.map((people: number) => time(routes[route](people), tier));
      expect(text).toContain(rowOf(`${route}, ${tier.name}`, times));
    },
  );
});

/** Returns the time at the full rate, in days if the daily limit does not suffice. */
function time(requests: number, { burst, daily }: (typeof tiers)[number]): string {
  const days = Math.max(requests / daily, requests / (burst * 8_640));
  if (days > 1) return `${Math.ceil(days)} days`;
  const seconds = (requests / burst) * 10;
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  if (seconds < 5_400) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3_600).toFixed(1)} h`;
}

function rowOf(name: string, cells: readonly string[]): string {
  return `| ${[name, ...cells].join(' | ')} |`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
