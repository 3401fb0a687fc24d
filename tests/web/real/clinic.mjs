// A real clinic in a folder of its own: the executable, a sandbox, and a made-up day that goes on
// by itself. WAYSIDE_EXECUTABLE, WAYSIDE_MAKE_DAY and WAYSIDE_DEMO_SETUP name what it is made of.

import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
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

/// What hub and clinic share: a folder and the processes that work on it.
class Member {
    children = [];

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

export class Clinic extends Member {
    /// A node that serves and has heard a day's lines before `clock` ("10:00"), at once; of the
    /// hub's region where one is given.
    static async at(clock, { day_after = '2026-03-01', hub } = {}) {
        const clinic = new Clinic();
        clinic.folder = await mkdtemp(join(tmpdir(), 'wayside-screens-'));
        try {
            await clinic.begin(hub);
            await clinic.play_until(clock, day_after);
        } catch (fault) {
            await clinic.close();
            throw fault;
        }
        return clinic;
    }

    async begin(hub) {
        const data = join(this.folder, 'node');
        const invited = hub ? ['--invite', await hub.invitation(this.folder)] : [];
        await run(wayside, [
            ...['init', '--data', data, '--role', 'clinic', '--setup', setup, '--sandbox'],
            ...invited,
        ]);
        const link = hub ? ['--hub', hub.sync] : [];
        const serving = this.spawn(['serve', '--data', data, '--listen', '127.0.0.1:0', ...link]);
        [this.url] = await told(serving, [/^listening (http:.*)$/]);
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

    /// An act of the desk's, which the node does not refuse.
    async post(path, body) {
        const headers = { 'Wayside-Device': 'desk', 'Idempotency-Key': randomUUID() };
        const sent = { method: 'POST', headers, body: JSON.stringify(body) };
        const answer = await fetch(this.url + path, sent);
        if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
        return answer.json();
    }
}

/// A hub in a folder of its own, of a region that has no clinic yet.
export class Hub extends Member {
    static async begin() {
        const hub = new Hub();
        hub.folder = await mkdtemp(join(tmpdir(), 'wayside-screens-'));
        hub.data = join(hub.folder, 'hub');
        await run(wayside, [
            ...['init', '--data', hub.data, '--role', 'hub', '--region', 'Kusini', '--sandbox'],
        ]);
        const serving = hub.spawn([
            ...['serve', '--data', hub.data, '--listen', '127.0.0.1:0', '--sync', '127.0.0.1:0'],
        ]);
        [hub.url, hub.sync] = await told(serving, [/^listening (http:.*)$/, /^sync (.*)$/]);
        return hub;
    }

    async invitation(folder) {
        const file = join(folder, 'invitation');
        await run(wayside, ['invite', '--data', this.data, '--clinic', 'kilima', '--out', file]);
        return file;
    }
}

/// What each of these finds in the lines of a process, which come in their order.
async function told(serving, patterns) {
    const late = setTimeout(() => serving.kill('SIGKILL'), ready_ms);
    const found = [];
    try {
        for await (const line of createInterface({ input: serving.stdout })) {
            const match = line.match(patterns[found.length]);
            if (match) found.push(match[1]);
            if (found.length === patterns.length) return found;
        }
    } finally {
        clearTimeout(late);
        serving.stdout.resume();
    }
    throw new Error('the node ended before it listened');
}
