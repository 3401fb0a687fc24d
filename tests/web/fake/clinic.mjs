// The state of the stand-in clinic and the acts on it: enough of the real rules for the screens to
// meet every kind of answer. In memory only; a restart forgets.

import { randomBytes } from 'node:crypto';
import {
    at,
    breaks_on,
    first_now,
    local,
    local_date,
    setup,
    shifts_on,
    works_on,
} from './setup.mjs';

export class No extends Error {
    constructor(status, rule, detail, more = {}) {
        super(rule);
        this.problem = { status, rule, detail, ...more };
    }
}

const minute = 60_000;
const ended = new Set(['moved', 'cancelled', 'no-show', 'left', 'done']);
const holds_time = (visit) =>
    visit.start && !['moved', 'cancelled', 'no-show', 'left'].includes(visit.status);

export class Clinic {
    visits = new Map();
    patients = new Map();
    states = new Map();
    absences = new Map();
    started = Date.now();
    base = Date.parse(first_now);
    counter = 0;
    onchange = () => undefined;

    now() {
        return this.base + Date.now() - this.started;
    }

    /// For seeding and for Wayside-Now: time moves forward only.
    move_to(time) {
        const ms = Date.parse(time);
        if (ms > this.now()) this.base += ms - this.now();
    }

    today() {
        return local_date(this.now() - 4 * 60 * minute);
    }

    person(wanted) {
        if (wanted?.id && this.patients.has(wanted.id)) return this.patients.get(wanted.id);
        if (!wanted?.name)
            throw new No(422, 'unreadable', 'a patient needs a name', { field: 'patient' });
        const person = { ...wanted, id: wanted.id ?? new_id() };
        this.patients.set(person.id, person);
        return person;
    }

    book(order) {
        const visit = this.placed(order, undefined);
        return this.keep({
            ...visit,
            channel: order.channel ?? 'desk',
            walk_in: false,
            status: 'booked',
        });
    }

    placed(order, moving) {
        const service = this.service(order.service);
        const minutes = order.minutes ?? service.minutes;
        const wish = { service, minutes, start: order.start, practitioner: order.practitioner };
        const rule = this.why_not(wish, moving);
        if (rule) {
            const day = order.start?.slice(0, 10) ?? this.today();
            const alternatives = this.slots(
                service.id,
                undefined,
                this.now(),
                Date.parse(at(day, '23:59')),
            );
            throw new No(409, rule, `cannot book: ${rule}`, {
                alternatives: alternatives.slice(0, 3),
                bottleneck: {
                    what: 'practitioner',
                    name: order.practitioner,
                    alone: true,
                    frees: local(Date.parse(order.start) + minutes * minute),
                },
            });
        }
        const patient = moving ? moving.patient : this.person(order.patient);
        const start = local(Date.parse(order.start));
        return {
            patient,
            service: service.id,
            practitioner: order.practitioner,
            start,
            minutes,
            reason: order.reason,
            day: start.slice(0, 10),
        };
    }

    service(id) {
        const service = setup.services.find((each) => each.id === id);
        if (!service)
            throw new No(422, 'unknown_service', `no service ${id}`, { field: 'service' });
        return service;
    }

    /// The rule that forbids a placement, or undefined.
    why_not({ service, minutes, start, practitioner }, moving) {
        const known = setup.practitioners.find((each) => each.id === practitioner);
        if (!known) return 'unknown_practitioner';
        if (!service.needs.some((need) => need.role === known.role)) return 'wrong_role';
        const from = Date.parse(start ?? '');
        if (Number.isNaN(from)) throw new No(400, 'unreadable', 'start', { field: 'start' });
        const to = from + minutes * minute;
        const date = local_date(from);
        if (from < this.now()) return 'in_the_past';
        const within = (span) => from >= Date.parse(span.from) && to <= Date.parse(span.to);
        const meets = (span) => from < Date.parse(span.to) && to > Date.parse(span.from);
        if (!works_on(date)) return 'outside_hours';
        if (!shifts_on(date).some(within)) return 'outside_shift';
        if (breaks_on(date).some(meets)) return 'on_break';
        const taken = [...this.visits.values()].filter(
            (visit) =>
                visit !== moving &&
                holds_time(visit) &&
                meets({
                    from: visit.start,
                    to: local(Date.parse(visit.start) + visit.minutes * minute),
                }),
        );
        if (taken.some((visit) => visit.practitioner === practitioner)) return 'practitioner_taken';
        const kind = service.needs.find((need) => need.room)?.room;
        const rooms = setup.rooms.filter((room) => room.kind === kind).length;
        const room_of = (visit) =>
            this.service(visit.service).needs.find((need) => need.room)?.room;
        return taken.filter((visit) => room_of(visit) === kind).length >= rooms
            ? 'pool_full'
            : undefined;
    }

    slots(service_id, practitioner, from, to) {
        const service = this.service(service_id);
        const able = setup.practitioners.filter(
            (each) =>
                (!practitioner || each.id === practitioner) &&
                service.needs.some((need) => need.role === each.role),
        );
        const step = 10 * minute;
        const slots = [];
        for (
            let start = Math.ceil(from / step) * step;
            start < to && slots.length < 12;
            start += step
        ) {
            for (const { id } of able) {
                const wish = {
                    service,
                    minutes: service.minutes,
                    start: local(start),
                    practitioner: id,
                };
                if (!this.why_not(wish)) {
                    slots.push({ start: local(start), minutes: service.minutes, practitioner: id });
                    break;
                }
            }
        }
        return slots;
    }

    walk_in(order) {
        const service = this.service(order.service);
        const patient = this.person(order.patient);
        const day = this.today();
        return this.keep({
            patient,
            service: service.id,
            reason: order.reason,
            day,
            walk_in: true,
            status: 'expected',
        });
    }

    keep(visit) {
        const kept = {
            id: new_id(),
            tickets: [],
            notes: [],
            ...visit,
            changed: local(this.now()),
        };
        this.visits.set(kept.id, kept);
        this.onchange(kept, ['visit']);
        return kept;
    }

    arrive({ name, birth_date, code }) {
        const same = (visit) =>
            code
                ? visit.code === code.toUpperCase()
                : visit.patient?.name?.toLowerCase() === name?.toLowerCase() &&
                  visit.patient?.birth_date === birth_date;
        const booked = [...this.visits.values()].find(
            (visit) => visit.day === this.today() && visit.status === 'booked' && same(visit),
        );
        const visit =
            booked ??
            this.walk_in({
                patient: { name: name || 'Kiosk', birth_date },
                service: setup.services[0].id,
            });
        return { number: this.act(visit.id, 'check-in', {}).tickets.at(-1).number };
    }

    act(id, act, body) {
        const visit = this.visits.get(id);
        if (!visit) throw new No(404, 'not_found', 'no such visit');
        const allowed = {
            'check-in': ['requested', 'booked', 'expected', 'no-show', 'cancelled'],
            call: ['waiting', 'parked', 'sent-on', 'called'],
            start: ['waiting', 'called'],
            finish: ['in-room', 'called'],
            cancel: ['requested', 'booked'],
            'no-show': ['booked'],
            leave: ['expected', 'waiting', 'parked', 'called'],
            reschedule: ['requested', 'booked'],
        };
        if (allowed[act] && !allowed[act].includes(visit.status)) {
            throw new No(409, 'wrong_status', `${act} of a visit that is ${visit.status}`);
        }
        this[`do_${act.replace('-', '_')}`](visit, body);
        visit.changed = local(this.now());
        this.onchange(visit, [act]);
        return visit;
    }

    do_check_in(visit, { practitioner }) {
        visit.status = 'waiting';
        visit.arrived = local(this.now());
        if (practitioner) visit.practitioner = practitioner;
        this.counter += 1;
        const number = `K-${String(this.counter).padStart(3, '0')}`;
        visit.tickets.push({ id: new_id(), number });
    }

    do_call(visit, { practitioner }) {
        if (!practitioner) throw new No(422, 'unreadable', 'who calls?', { field: 'practitioner' });
        visit.out_of_order = this.waiting()[0] !== visit;
        visit.status = 'called';
        visit.practitioner = practitioner;
        visit.called = local(this.now());
        const kind = this.service(visit.service).needs.find((need) => need.room)?.room;
        const busy = new Set(
            [...this.visits.values()]
                .filter((each) => each !== visit && ['called', 'in-room'].includes(each.status))
                .map((each) => each.room),
        );
        const rooms = setup.rooms.filter((room) => room.kind === kind);
        visit.room = (rooms.find((room) => !busy.has(room.id)) ?? rooms[0])?.id;
    }

    do_start(visit) {
        visit.status = 'in-room';
    }

    do_finish(visit) {
        visit.status = 'done';
    }

    do_cancel(visit) {
        visit.status = 'cancelled';
    }

    do_no_show(visit) {
        visit.status = 'no-show';
    }

    do_leave(visit) {
        visit.status = 'left';
    }

    do_triage(visit, { triage }) {
        if (!triage) throw new No(422, 'unreadable', 'which class?', { field: 'triage' });
        visit.triage = triage;
    }

    do_note(visit, { text }) {
        visit.notes.push({ at: local(this.now()), text });
    }

    do_reschedule(visit, { practitioner, start }) {
        const order = { service: visit.service, practitioner, start, minutes: visit.minutes };
        Object.assign(visit, this.placed(order, visit), { reason: visit.reason });
    }

    set_state(practitioner, state) {
        if (!setup.practitioners.some((each) => each.id === practitioner)) {
            throw new No(404, 'unknown_practitioner', 'nobody of that id');
        }
        this.states.set(practitioner, state);
        this.onchange({ day: this.today() }, ['practitioner']);
        return { id: practitioner, state };
    }

    waiting() {
        const due = (visit) =>
            Math.max(Date.parse(visit.arrived), Date.parse(visit.start ?? visit.arrived)) -
            ({ orange: 240, yellow: 60 }[visit.triage] ?? 0) * minute;
        return [...this.visits.values()]
            .filter((visit) => ['waiting', 'parked', 'sent-on'].includes(visit.status))
            .sort((left, right) => due(left) - due(right) || (left.id < right.id ? -1 : 1));
    }

    is_over(visit) {
        return ended.has(visit.status);
    }
}

/// 128 bits as lower-case base32 without padding, as the node writes ids.
export function new_id() {
    const letters = 'abcdefghijklmnopqrstuvwxyz234567';
    let bits = BigInt(`0x${randomBytes(16).toString('hex')}`) << 2n;
    let id = '';
    for (let left = 0; left < 26; left += 1, bits >>= 5n) id = letters[Number(bits & 31n)] + id;
    return id;
}
