/**
 * Renders what a probe found.
 *
 * @import { Observation } from './client.mjs'
 * @import { Findings } from './play.mjs'
 */

/**
 * Returns the file that `rollcall simulator start --variants` loads.
 *
 * @param {Findings} findings
 */
export function variantsFile({ variants }) {
  const sorted = Object.fromEntries(Object.entries(variants).toSorted(([a], [b]) => a.localeCompare(b)));
  return `${JSON.stringify({ formatVersion: 1, variants: sorted }, null, 2)}\n`;
}

/**
 * Returns a report to attach to an issue. It contains no token, no id and no address.
 *
 * @param {Findings} findings
 * @param {readonly Observation[]} observations
 */
export function report({ variants, notes }, observations) {
  const rows = Object.entries(variants).toSorted(([a], [b]) => a.localeCompare(b));
  const shown = observations.filter(
    ({ point }) => point !== 'setup' && point !== 'cleanup' && point !== 'lag',
  );
  return [
    '# Probe of a HubSpot test account',
    '',
    '| variant | found |',
    '| --- | --- |',
    ...rows.map(([name, value]) => `| ${name} | ${value} |`),
    ...Object.entries(notes).map(([name, text]) => `| ${name} | ${text} |`),
    '',
    ...shown.flatMap(({ point, request, status, body }) => [
      `## ${point}: ${request} → ${status}`,
      '',
      '```json',
      JSON.stringify(body ?? null, null, 2),
      '```',
      '',
    ]),
  ].join('\n');
}
