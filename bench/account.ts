/** Prints a large account as JSON, for `rollcall simulator start --account FILE`. Usage: `account.js CONTACTS`. */
import { generateAccount } from '../src/simulator/seed/generate-account.ts';

const contacts = Number(process.argv[2]);
if (!Number.isSafeInteger(contacts) || contacts < 1)
  throw new Error('Give the number of contacts, for example: npm run bench -- account 100000 > account.json');
process.stdout.write(JSON.stringify(generateAccount({ contacts })));
