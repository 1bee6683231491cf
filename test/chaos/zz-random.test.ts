import { appendFileSync, writeFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { it } from 'vitest';
import { arbitraryHistory } from './histories/arbitrary-history.ts';
import { playHistory } from './histories/play-history.ts';

it('looks', async () => {
  const out = process.env['OUT'] ?? '/tmp/h/random.log';
  writeFileSync(out, '');
  const seed = Number(process.env['SEED'] ?? 1);
  const runs = Number(process.env['RUNS'] ?? 30);
  let n = 0; let bad = 0; let steps = 0;
  const t = Date.now();
  await fc.assert(fc.asyncProperty(arbitraryHistory(), async (h) => {
    let r;
    try { r = await playHistory(h); } catch (e) { appendFileSync(out, `##### ${n}: THROWN ${(e as Error).stack}\n`); n++; bad++; return; }
    steps += r.steps;
    if (r.violations.length > 0) { bad += 1; appendFileSync(out, `##### ${n}: ${r.violations.length} ${JSON.stringify(h.variants)} lag=${h.lag} ${h.dialect}\n${h.people.map((p,i)=>'p'+i+' '+p.kind+' '+p.past.join(',')+' '+(p.reaction??'')).join('\n')}\n${r.story.join('\n')}\n`); }
    n += 1;
  }), { seed, numRuns: runs });
  appendFileSync(out, `==== ${n} histories, ${steps} steps, ${bad} bad, ${Date.now() - t} ms\n`);
}, 0);
