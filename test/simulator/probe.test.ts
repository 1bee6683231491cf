import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultAccount } from '../../src/simulator/seed/default-account.ts';
import { parseVariantsFile, type Variants, variantChoices } from '../../src/simulator/routes/variants.ts';
import { startSimulator } from '../../src/simulator/start-simulator.ts';
import { pairwise } from './pairwise.ts';

const { createClient } = await import(new URL('../../scripts/probe/client.mjs', import.meta.url).href);
const { probeAccount } = await import(new URL('../../scripts/probe/probe-account.mjs', import.meta.url).href);
const { report, variantsFile } = await import(
  new URL('../../scripts/probe/report.mjs', import.meta.url).href
);

const inputs = {
  sequence: '5510021',
  sender: 'maria@acme.example',
  senderWithoutInbox: 'nina@acme.example',
  senderWithoutSeat: 'omar@acme.example',
  workflow: '900100',
  disabledWorkflow: '900300',
  suppressionList: '620',
  unenrollWorkflow: '7781',
  activeList: '553',
};

async function probe(
  variants: Partial<Variants>,
  {
    accountType = 'DEVELOPER_TEST',
    portal,
  }: { accountType?: 'STANDARD' | 'DEVELOPER_TEST'; portal?: number } = {},
) {
  const simulator = await startSimulator({
    account: { ...defaultAccount(), accountType },
    variants,
    lagMilliseconds: 0,
    rateLimit: 'off',
  });
  onTestFinished(() => simulator.close());
  const before = simulator.inspect();
  const { send, observations } = createClient({ baseUrl: simulator.url, token: simulator.token });
  const found = probeAccount(send, inputs, {
    portal: portal ?? simulator.portalId,
    run: 'test',
    sleep: async () => undefined,
  });
  return { simulator, before, found, observations };
}

/** The variants that no input of this test can show. */
const notProbed = ['tokenKind'];

/** What a service key that may not use the v2 routes cannot find out. */
const behindV2 = [
  'disabledWorkflow',
  'suppressedContact',
  'alreadyInWorkflow',
  'notInWorkflow',
  'oneWorkflow',
  'enrollmentAfterEnd',
];

const probed = Object.fromEntries(
  Object.entries(variantChoices).filter(([name]) => !notProbed.includes(name)),
) as Record<string, readonly (string | number)[]>;

describe('the probe', () => {
  it.each(pairwise(probed))('finds the variants of an account: %j', async (chosen) => {
    const variants = { ...chosen, tokenKind: 'service-key' } as Partial<Variants>;
    const { simulator, before, found, observations } = await probe(variants);
    const findings = await found;
    const hidden = [
      ...(variants.serviceKeyWorkflows === 'allowed' ? [] : behindV2),
      ...(variants.serviceKeyWorkflows === 'forbidden' ? ['noWorkflows'] : []),
    ];
    const expected = Object.entries(chosen).filter(([name]) => !hidden.includes(name));
    expect(findings.variants).toEqual(Object.fromEntries(expected));
    expect(findings.left).toEqual([]);
    // The file is loaded as it is.
    expect(parseVariantsFile(variantsFile(findings))).toEqual(findings.variants);
    // The contacts of the probe are gone.
    expect(simulator.snapshot().contacts).toHaveLength(defaultAccount().contacts.length);
    expect(simulator.inspect().enrollments.filter(({ endedAt }) => !endedAt)).toEqual(
      before.enrollments.filter(({ endedAt }) => !endedAt),
    );
    const text = report(findings, observations);
    expect(text).not.toMatch(/@|\d{5}|simulated-token/u);
  });

  it.each([
    [{ accountType: 'STANDARD' as const }, 'has the type STANDARD'],
    [{ portal: 4242 }, 'belongs to account 99000001, not to 4242'],
  ])('refuses an account before it writes: %j', async (options, problem) => {
    const { simulator, found } = await probe({}, options);
    await expect(found).rejects.toThrow(problem);
    await expect(found).rejects.toThrow('Nothing was written');
    expect(simulator.requests().every(({ method }) => method === 'GET')).toBe(true);
  });
});
