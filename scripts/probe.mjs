// npm run probe -- --portal ID [--sequence ID --sender EMAIL] [--workflow ID] …
// Plays HubSpot's unpublished behavior in a developer test account or a sandbox; docs/simulator.md describes the flags.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient } from './probe/client.mjs';
import { probeAccount } from './probe/probe-account.mjs';
import { report, variantsFile } from './probe/report.mjs';

const text = /** @type {const} */ ({ type: 'string' });
const { values } = parseArgs({
  options: {
    portal: text,
    sequence: text,
    sender: text,
    'sender-without-inbox': text,
    'sender-without-seat': text,
    workflow: text,
    'disabled-workflow': text,
    'suppression-list': text,
    'unenroll-workflow': text,
    'active-list': text,
    variants: { type: 'string', default: 'variants.json' },
    report: { type: 'string', default: 'probe.md' },
  },
});
try {
  const token = process.env.HUBSPOT_ACCESS_TOKEN?.trim();
  const portal = Number(values.portal);
  if (!Number.isSafeInteger(portal) || portal < 1)
    throw new Error('Pass the id of the test account: --portal 1234567.');
  if (!token) throw new Error('Set HUBSPOT_ACCESS_TOKEN to a token of the test account.');
  const baseUrl = process.env.HUBSPOT_BASE_URL ?? 'https://api.hubapi.com';
  if (!/^https:\/\/api\.hubapi\.com$|^http:\/\/127\.0\.0\.1:\d+$/u.test(baseUrl)) {
    throw new Error('HUBSPOT_BASE_URL may only be the address of a simulator on this machine.');
  }
  const { send, observations } = createClient({ baseUrl, token });
  const inputs = {
    sequence: values.sequence,
    sender: values.sender,
    senderWithoutInbox: values['sender-without-inbox'],
    senderWithoutSeat: values['sender-without-seat'],
    workflow: values.workflow,
    disabledWorkflow: values['disabled-workflow'],
    suppressionList: values['suppression-list'],
    unenrollWorkflow: values['unenroll-workflow'],
    activeList: values['active-list'],
  };
  const run = randomBytes(4).toString('hex');
  const given = Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
  const findings = await probeAccount(send, given, { portal, run, sleep });
  writeFileSync(values.variants, variantsFile(findings));
  writeFileSync(values.report, report(findings, observations));
  const count = Object.keys(findings.variants).length;
  process.stdout.write(
    `${count} variants found.\nWrote ${values.variants}: rollcall simulator start --variants ${values.variants}\nWrote ${values.report}, to attach to an issue.\n`,
  );
  if (findings.left.length > 0) {
    process.stderr.write(`Delete these contacts by hand: ${findings.left.join(', ')}\n`);
    process.exitCode = 1;
  }
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
