import { it } from 'vitest';
import { members, scaleWorld } from './scale-world.ts';
const seq = (n: number) => `sequences:
  q4: { id: 5510021, sender: maria@acme.example, members: ${members(n)} }
`;
it('seq', async () => {
  const w = await scaleWorld({ contacts: 1000, allReachable: true }, { text: seq(1000) });
  const t = performance.now();
  const a = await w.apply(); console.log(a.calls, a.byRoute, a.report.counts, performance.now() - t);
});
