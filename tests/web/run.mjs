// Runs all tests of the screens. Two files at a time: most of their time is waiting. The real clinic
// comes after them and alone, because it measures how soon a screen follows.

import { readdirSync } from 'node:fs';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

function files_of(folder) {
    const here = new URL(`${folder}/`, import.meta.url);
    return readdirSync(here)
        .filter((name) => name.endsWith('.test.mjs'))
        .sort()
        .map((name) => decodeURIComponent(new URL(name, here).pathname));
}

function run_all(files, concurrency) {
    return new Promise((done) => {
        run({ files, concurrency, timeout: 600_000 })
            .on('test:fail', () => (process.exitCode = 1))
            .once('end', done)
            .compose(new spec())
            .pipe(process.stdout, { end: false });
    });
}

await run_all(['browser', 'units'].flatMap(files_of), 2);
await run_all(files_of('real'), 1);
