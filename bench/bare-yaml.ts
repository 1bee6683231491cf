/** The bare YAML parser on one file: `bare-yaml.js FILE`. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

parse(readFileSync(process.argv[2] ?? '', 'utf8'));
