/** The obvious script in a process of its own: `run-script.js URL TOKEN COUNT` prints its times as JSON. */
import { generatedEmail } from '../../src/simulator/seed/generate-account.ts';
import { enroll, findWhomToEnroll } from './obvious-script.ts';

const [url = '', token = '', count = ''] = process.argv.slice(2);
const emails = Array.from({ length: Number(count) }, (_none, index) => generatedEmail(index));
const begun = performance.now();
const people = await findWhomToEnroll({ url, token }, emails);
const found = performance.now();
await enroll({ url, token }, people);
const enrolled = performance.now();
process.stdout.write(
  JSON.stringify({ found: people.length, planning: found - begun, applying: enrolled - found }),
);
