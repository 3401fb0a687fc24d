// A stand-in for the node: the contract's routes over an in-memory clinic, and the built pages
// under the same Content-Security-Policy. `node fake/server.mjs DIST [PORT]` runs it by hand.

import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { absence_view, do_absence, proposals_view, undo_absence } from './absence.mjs';
import { Clinic, No } from './clinic.mjs';
import { seed } from './seed.mjs';
import { clinic_sync, hub_sync } from './sync.mjs';
import * as views from './views.mjs';

export const csp =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const types = {
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.svg': 'image/svg+xml',
};
/// What a screen that sees no patient may ask for; the others may ask for everything.
const shown = { kiosk: new Set(['health', 'setup']), board: new Set(['health', 'setup', 'board']) };
const devices = new Set(['desk', 'kiosk', 'board', 'nurse', 'provider', 'region']);

export class FakeNode {
    clinic = new Clinic();
    answers = new Map();
    streams = new Set();
    posts = [];
    start = randomBytes(4).toString('hex');
    told = 0;
    /// `hub`: this node is a region's hub, which knows the clinic's day.
    role = 'clinic';
    link_open = true;
    /// For tests: called with each POST before it is done; may return 'lose_answer' or a status.
    trouble = () => undefined;
    /// For tests: called with each stream's cursor before it begins.
    joining = () => undefined;

    constructor(dist) {
        this.dist = dist;
        seed(this.clinic);
        this.clinic.onchange = (visit, what) =>
            this.tell({ day: visit.day, visit: visit.id, what });
    }

    async listen(port = 0) {
        this.server = createServer((request, answer) => void this.serve(request, answer));
        await new Promise((ready) => this.server.listen(port, '127.0.0.1', ready));
        this.port = this.server.address().port;
        return `http://127.0.0.1:${this.port}`;
    }

    async close() {
        for (const stream of this.streams) stream.destroy();
        this.server.closeAllConnections();
        await new Promise((done) => this.server.close(done));
    }

    get cursor() {
        return `${this.start}-${this.told}`;
    }

    tell(change, event = 'change') {
        this.told += 1;
        const words = `id: ${this.cursor}\nevent: ${event}\ndata: ${JSON.stringify(change)}\n\n`;
        for (const stream of this.streams) stream.write(words);
    }

    async serve(request, answer) {
        const url = new URL(request.url, 'http://node');
        try {
            if (!url.pathname.startsWith('/api/')) return await this.page(url.pathname, answer);
            if (url.pathname === '/api/events') return this.follow(url, request, answer);
            const device = request.headers['wayside-device'];
            if (request.method === 'GET') {
                answer.setHeader('Wayside-Cursor', this.cursor);
                return json(answer, 200, this.get(url, device));
            }
            if (request.method === 'POST') return await this.post(url, request, answer, device);
            throw new No(404, 'not_found', 'no such route');
        } catch (fault) {
            if (!(fault instanceof No)) throw fault;
            problem(answer, fault.problem);
        }
    }

    get(url, device) {
        const [, , first, second, third] = url.pathname.split('/');
        const asked = url.searchParams;
        if (shown[device] && !shown[device].has(first)) {
            throw new No(403, 'role', `the screen '${device}' may not do this`);
        }
        if (first === 'health') return { ok: true };
        if (first === 'sync') return this.sync();
        if (this.role === 'hub') check_clinic(asked);
        if (first === 'setup') return views.setup_view(this.clinic);
        if (first === 'queue' && second === 'why') return views.why_view(this.clinic, asked);
        if (first === 'queue') return views.queue_view(this.clinic, device);
        if (first === 'board') return views.board_view(this.clinic);
        if (first === 'days' && third === 'totals') return views.totals_view(this.clinic, second);
        if (first === 'days' && second) return views.day_view(this.clinic, second, device);
        if (first === 'visits' && this.clinic.visits.has(second)) {
            return views.visit_view(this.clinic.visits.get(second), device);
        }
        if (first === 'patients' && second) {
            const patient = this.clinic.patients.get(second);
            if (patient) return patient;
        } else if (first === 'patients') {
            return views.patients_view(this.clinic, asked.get('search') ?? '');
        }
        if (first === 'practitioners' && third === 'absence') {
            return proposals_view(this.clinic, second, asked);
        }
        if (first === 'absences' && second) return absence_view(this.clinic, second);
        // The stand-in has no record and advises nobody.
        if (first === 'overbooking') {
            const none = { bookings: 0, no_shows: 0 };
            return { date: asked.get('date'), record_days: 90, record: none, sessions: [] };
        }
        if (first === 'slots') {
            const from = Math.max(Date.parse(asked.get('from')), this.clinic.now());
            const to = Date.parse(asked.get('to'));
            if (Number.isNaN(from + to)) throw new No(400, 'unreadable', 'from, to');
            const slots = this.clinic.slots(
                asked.get('service'),
                asked.get('practitioner'),
                from,
                to,
            );
            return {
                slots: slots.map((slot, at) => (at ? slot : { ...slot, reasons: ['earliest'] })),
                ...(!slots.length && { bottleneck: { what: 'hours', alone: true } }),
            };
        }
        throw new No(404, 'not_found', 'no such route');
    }

    async post(url, request, answer, device) {
        const key = request.headers['idempotency-key'];
        const text = await body_of(request);
        this.posts.push({ path: url.pathname, key, device, text });
        if (!key) throw new No(400, 'unreadable', 'Idempotency-Key is missing');
        if (!devices.has(device)) throw new No(400, 'unreadable', 'Wayside-Device is missing');
        const trouble = this.trouble(url.pathname, this.posts.length);
        if (typeof trouble === 'number') throw new No(trouble, 'busy', 'try again');
        const kept = this.answers.get(key);
        if (kept && kept.text !== url.pathname + text)
            throw new No(422, 'key_reused', 'another body');
        const given = kept ?? this.do_post(url, text, device);
        this.answers.set(key, given);
        if (trouble === 'lose_answer') return answer.destroy();
        if (given.problem) return problem(answer, given.problem);
        return json(answer, given.status, given.told);
    }

    do_post(url, text, device) {
        const given = { text: url.pathname + text };
        try {
            const body = text ? JSON.parse(text) : {};
            return { ...given, ...this.command(url.pathname, body, device) };
        } catch (fault) {
            if (fault instanceof SyntaxError) throw new No(400, 'unreadable', 'not JSON');
            if (fault instanceof No) return { ...given, problem: fault.problem };
            throw fault;
        }
    }

    sync() {
        return this.role === 'hub' ? hub_sync(this.clinic) : clinic_sync(this.clinic, this.link_open);
    }

    command(path, body, device) {
        const [, , first, second, third] = path.split('/');
        if (first === 'sync' && second === 'link') {
            this.link_open = body.open;
            this.tell({ what: 'link' }, 'sync');
            return { status: 200, told: this.sync() };
        }
        const shown = (visit) => views.visit_view(visit, device);
        if (first === 'bookings') return { status: 201, told: shown(this.clinic.book(body)) };
        if (first === 'walk-ins') return { status: 201, told: shown(this.clinic.walk_in(body)) };
        if (first === 'arrivals') return { status: 201, told: this.clinic.arrive(body) };
        if (first === 'practitioners' && third === 'state') {
            return { status: 200, told: this.clinic.set_state(second, body.state) };
        }
        if (first === 'practitioners' && third === 'absence') {
            return { status: 201, told: do_absence(this.clinic, second, body) };
        }
        if (first === 'absences' && third === 'undo') {
            return { status: 200, told: undo_absence(this.clinic, second, body) };
        }
        if (first === 'visits' && third) {
            return { status: 200, told: shown(this.clinic.act(second, third, body)) };
        }
        throw new No(404, 'not_found', 'no such route');
    }

    follow(url, request, answer) {
        answer.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
        const cursor = url.searchParams.get('cursor');
        this.joining(cursor);
        const foreign = cursor && cursor !== this.cursor;
        answer.write(foreign ? `id: ${this.cursor}\nevent: resync\ndata: {}\n\n` : ': welcome\n\n');
        this.streams.add(answer);
        request.on('close', () => this.streams.delete(answer));
    }

    async page(path, answer) {
        const pages = {
            '/': 'index.html',
            '/desk': 'desk.html',
            '/kiosk': 'kiosk.html',
            '/board': 'board.html',
            '/region': 'region.html',
        };
        const file = pages[path] ?? normalize(path).replace(/^(\.\.[/\\])+/, '');
        try {
            const bytes = await readFile(join(this.dist, file));
            answer.writeHead(200, {
                'Content-Type': types[extname(file)] ?? 'application/octet-stream',
                'Content-Security-Policy': csp,
                'X-Content-Type-Options': 'nosniff',
            });
            answer.end(bytes);
        } catch (fault) {
            if (fault.code !== 'ENOENT' && fault.code !== 'EISDIR') throw fault;
            throw new No(404, 'not_found', path);
        }
    }
}

function check_clinic(asked) {
    if (asked.get('clinic') !== 'kilima') throw new No(404, 'clinic', 'no such clinic');
}

async function body_of(request) {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    return Buffer.concat(pieces).toString('utf8');
}

function json(answer, status, told) {
    answer.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
    answer.end(JSON.stringify(told));
}

function problem(answer, told) {
    const headers = { 'Content-Type': 'application/problem+json' };
    if (told.status === 503) headers['Retry-After'] = '1';
    answer.writeHead(told.status, headers);
    answer.end(JSON.stringify(told));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const fake = new FakeNode(process.argv[2] ?? 'dist');
    console.log(await fake.listen(Number(process.argv[3] ?? 0)));
}
