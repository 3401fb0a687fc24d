// A real clinic in a folder of its own: the executable, a sandbox, and a made-up day that goes on
// by itself. WAYSIDE_EXECUTABLE, WAYSIDE_MAKE_DAY and WAYSIDE_DEMO_SETUP name what it is made of.

import { execFile, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);
const { WAYSIDE_EXECUTABLE: wayside, WAYSIDE_MAKE_DAY: make_day } = process.env;
const setup = process.env.WAYSIDE_DEMO_SETUP;
const ready_ms = 30_000;

/// Why there is no real clinic here, if there is none.
export const lacking =
    [wayside, make_day, setup].every((path) => path && existsSync(path)) === false &&
    'the executable was not built';

export class Clinic {
    children = [];

    /// A node that serves and has heard a day's lines before `clock` ("10:00"), at once.
    static async at(clock, day_after = '2026-03-01') {
        const clinic = new Clinic();
        clinic.folder = await mkdtemp(join(tmpdir(), 'wayside-screens-'));
        try {
            await clinic.begin();
            await clinic.play_until(clock, day_after);
        } catch (fault) {
            await clinic.close();
            throw fault;
        }
        return clinic;
    }

    async begin() {
        const data = join(this.folder, 'node');
        await run(wayside, [
            ...['init', '--data', data, '--role', 'clinic', '--setup', setup, '--sandbox'],
        ]);
        const serving = this.spawn(['serve', '--data', data, '--listen', '127.0.0.1:0']);
        this.url = await listening(serving);
    }

    // Under the same base name: replay knows a line by it.
    async play_until(clock, day_after) {
        const made = await run(make_day, [setup, day_after, this.folder]);
        this.file = made.stdout.trim();
        this.date = basename(this.file, '.jsonl').slice('day-'.length);
        const lines = (await readFile(this.file, 'utf8')).trimEnd().split('\n');
        this.told = lines.findIndex((line) => JSON.parse(line).at >= `${this.date}T${clock}`);
        const before = join(this.folder, 'so-far', basename(this.file));
        await mkdir(join(this.folder, 'so-far'));
        await writeFile(before, `${lines.slice(0, this.told).join('\n')}\n`);
        await run(wayside, ['replay', '--node', this.url, before]);
    }

    /// Goes on with the day, so many times as fast as life, until the clinic is closed.
    go_on(speed) {
        const from = ['--from-line', String(this.told + 1)];
        const pace = ['--speed', String(speed)];
        this.spawn(['replay', '--node', this.url, ...pace, ...from, this.file]);
    }

    async get(path) {
        const answer = await fetch(this.url + path, { headers: { 'Wayside-Device': 'desk' } });
        return answer.json();
    }

    spawn(words) {
        const child = spawn(wayside, words, { stdio: ['ignore', 'pipe', 'ignore'] });
        this.children.push(child);
        return child;
    }

    async close() {
        for (const child of this.children.reverse()) {
            if (child.exitCode !== null || child.signalCode !== null) continue;
            const ended = new Promise((done) => child.once('exit', done));
            child.kill('SIGTERM');
            await ended;
        }
        await rm(this.folder, { recursive: true, force: true });
    }
}

async function listening(serving) {
    const late = setTimeout(() => serving.kill('SIGKILL'), ready_ms);
    try {
        for await (const line of createInterface({ input: serving.stdout })) {
            const told = line.match(/^listening (http:.*)$/);
            if (told) return told[1];
        }
    } finally {
        clearTimeout(late);
        serving.stdout.resume();
    }
    throw new Error('the node ended before it listened');
}
