import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { blocksOf, textOf } from '../docs/blocks.ts';
import { enrollments } from './crm-world.ts';
import { githubWorld } from './github-world.ts';
import { runJob } from './run-job.ts';

describe('docs/ci.md', () => {
  it('shows steps that run without changes', async () => {
    const text = textOf('docs/ci.md');
    const [steps, ...others] = blocksOf(text).filter(({ language }) => language === 'yml');
    expect(others).toEqual([]);
    const world = await githubWorld();
    const machine = world.machine({
      'enrollments.yaml': enrollments(world.simulator.portalId, ['gus@contoso.example']),
      'more people.yaml': `version: 1
sequences:
  q4-outbound: { id: 5510021, sender: maria@acme.example, members: [hanna@adatum.example, liam@fabrikam.example] }
`,
    });
    const workflow = join(world.folder, 'documented.yml');
    const install = { run: 'npm ci --prefix .rollcall/ci --ignore-scripts --no-audit --no-fund' };
    const documentedSteps: readonly unknown[] = parse(steps?.text ?? '');
    const job = { 'runs-on': 'ubuntu-24.04', steps: [install, ...documentedSteps] };
    writeFileSync(workflow, stringify({ jobs: { documented: job } }));
    const trigger = { run: '1', sha: 'head', secrets: world.secrets, event: {} };
    const result = await runJob({ workflow, name: 'documented' }, { machine, trigger });
    expect(result.status, result.log).toBe('success');
    expect(result.log).toMatch(
      /2 changes in plan [0-9a-f]{16}, exit code 2, summary in \S+rollcall-plan\.md/u,
    );
  });
});
