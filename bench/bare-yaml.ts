/** Runs only the YAML parser on a file. Usage: `bare-yaml.js FILE`. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

parse(readFileSync(process.argv[2] ?? '', 'utf8'));
