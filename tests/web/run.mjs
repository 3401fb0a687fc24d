// Runs all tests of the screens, one file after another: they share the machine's one browser.

import { readdirSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const files = ['units', 'browser'].flatMap((folder) =>
    readdirSync(new URL(folder, import.meta.url))
        .filter((name) => name.endsWith('.test.mjs'))
        .sort()
        .map((name) => new URL(`${folder}/${name}`, import.meta.url).pathname),
);

run({ files: files.map(decodeURIComponent), concurrency: 1, timeout: 180_000 })
    .on('test:fail', () => (process.exitCode = 1))
    .compose(new spec())
    .pipe(process.stdout);
