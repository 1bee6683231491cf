/**
 * Rehearses N generated contacts over some days, and prints as JSON the time, the peak memory of the process and the
 * enrollments. Usage: `rehearse-account.js N DAYS`.
 */
import { generateAccount, generatedEmail } from '../src/simulator/seed/generate-account.ts';
import { overlayFiles } from '../src/stories/overlay-files.ts';
import { rehearse } from '../src/stories/rehearsal/rehearse.ts';

const [contacts = 0, days = 0] = process.argv.slice(2).map(Number);
/** Every contact has had its turn after 20 working days. */
const perDay = Math.ceil(contacts / 20);
const files = overlayFiles();
const emails = Array.from({ length: contacts }, (_none, index) => generatedEmail(index));
files.set('people.csv', `email\n${emails.join('\n')}\n`);
files.set(
  'enrollments.yaml',
  `version: 1
portal: simulated
limits: { enroll: ${contacts}, perSenderPerDay: ${contacts} }
audiences: { people: [{ file: people.csv }] }
sequences:
  q4-outbound:
    id: 5510021
    sender: { rotate: [maria@acme.example, paul@acme.example] }
    pace: { perDay: ${perDay}, days: [mon, tue, wed, thu, fri] }
    members: [{ audience: people }]
`,
);
const account = generateAccount({ contacts });
const from = performance.now();
const result = await rehearse({
  paths: [],
  files,
  days,
  at: '08:00',
  settings: { seed: 1, replyRate: 0.08, optOutRate: 0.01, apart: 14, without: [], freeze: [] },
  openAccount: async () => ({ account, from: { kind: 'simulated' } }),
});
const milliseconds = performance.now() - from;
const megabytes = process.resourceUsage().maxRSS / 1024;
const enrollments = 'rehearsal' in result ? result.rehearsal.summary.enrollments : 0;
process.stdout.write(JSON.stringify({ milliseconds, megabytes, enrollments }));
