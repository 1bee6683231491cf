/** Runs the naive script and prints its times as JSON. Usage: `run-script.js URL TOKEN COUNT`. */
import { generatedEmail } from '../../src/simulator/seed/generate-account.ts';
import { enroll, findContactsToEnroll } from './naive-script.ts';

const [url = '', token = '', count = ''] = process.argv.slice(2);
const emails = Array.from({ length: Number(count) }, (_none, index) => generatedEmail(index));
const start = performance.now();
const people = await findContactsToEnroll({ url, token }, emails);
const found = performance.now();
await enroll({ url, token }, people);
const enrolled = performance.now();
process.stdout.write(
  JSON.stringify({ found: people.length, planning: found - start, applying: enrolled - found }),
);
