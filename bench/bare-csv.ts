/** Runs only the CSV parser on a file. Usage: `bare-csv.js FILE`. */
import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

parse(readFileSync(process.argv[2] ?? '', 'utf8'));
