// What the stand-in answers to GET, in the node's shapes. Who may not see a patient gets none.

import { No } from './clinic.mjs';
import { at, breaks_on, local, setup, shifts_on } from './setup.mjs';

const seeing = new Set(['desk', 'nurse', 'provider']);

export function setup_view(clinic) {
    return { ...setup, today: clinic.today(), now: local(clinic.now()) };
}

export function visit_view(visit, device) {
    const { patient, reason, notes, code, day, called, ...open } = visit;
    return seeing.has(device) ? { ...open, patient, reason, notes } : open;
}

export function day_view(clinic, date, device) {
    const next = new Date(Date.parse(`${date}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
    const today = date === clinic.today();
    return {
        date,
        begins: at(date, setup.day_begins),
        ends: at(next, setup.day_begins),
        practitioners: setup.practitioners.map(({ id, role }) => ({
            id,
            role,
            state: (today && clinic.states.get(id)) || 'unknown',
            shifts: shifts_on(date),
            breaks: breaks_on(date),
            absences: [...clinic.absences.values()].filter(
                (each) => each.practitioner === id && each.day === date && !each.undone,
            ),
        })),
        visits: of_day(clinic, date).map((visit) => visit_view(visit, device)),
    };
}

export function totals_view(clinic, date) {
    const visits = of_day(clinic, date);
    const count = (fits) => visits.filter(fits).length;
    return {
        visits: visits.length,
        booked: count((visit) => !visit.walk_in),
        region: count((visit) => visit.channel === 'region'),
        walk_ins: count((visit) => visit.walk_in),
        done: count((visit) => visit.status === 'done'),
        cancelled: count((visit) => visit.status === 'cancelled'),
        no_show: count((visit) => visit.status === 'no-show'),
        left: count((visit) => visit.status === 'left'),
        tickets: visits.reduce((sum, visit) => sum + visit.tickets.length, 0),
    };
}

export function queue_view(clinic, device) {
    const item = (visit) => ({
        visit: visit.id,
        ticket: visit.tickets.at(-1)?.id,
        number: visit.tickets.at(-1)?.number,
        service: visit.service,
        practitioner: visit.practitioner,
        room: visit.room,
        tier: 1,
        class: visit.triage ?? 'green',
        arrival: visit.arrived,
        due: visit.start ?? visit.arrived,
        may_be_called: true,
        wait: visit.status === 'waiting' ? { from: 12, to: 41 } : undefined,
        ...(seeing.has(device) && { patient: visit.patient }),
    });
    return {
        now: local(clinic.now()),
        waiting: clinic.waiting().map(item),
        called: with_status(clinic, 'called').map(item),
        in_room: with_status(clinic, 'in-room').map(item),
    };
}

export function why_view(clinic, asked) {
    const line = clinic.waiting();
    const at = (name) => line.findIndex((visit) => visit.id === asked.get(name));
    const [first, second] = [at('visit'), at('before')];
    if (first < 0 || second < 0) throw new No(404, 'not_found', 'both must wait');
    const reason = (visit) => ({
        number: visit.tickets.at(-1).number,
        tier: 1,
        class: visit.triage ?? 'green',
        due: visit.start ?? visit.arrived,
        due_from: visit.start ? 'slot' : 'target',
        arrival: visit.arrived,
    });
    return {
        before: first < second,
        because: 'due',
        first: reason(line[first]),
        second: reason(line[second]),
    };
}

export function board_view(clinic) {
    const waiting = clinic.waiting();
    return {
        now: local(clinic.now()),
        called: with_status(clinic, 'called').map((visit) => ({
            number: visit.tickets.at(-1).number,
            room: visit.room,
            since: visit.called,
        })),
        waiting: waiting.map((visit) => ({ number: visit.tickets.at(-1).number })),
        waiting_count: waiting.length,
    };
}

export function patients_view(clinic, search) {
    const wanted = search.toLowerCase();
    const fits = (person) =>
        person.name?.toLowerCase().includes(wanted) || person.phone?.includes(wanted);
    return { patients: [...clinic.patients.values()].filter(fits).slice(0, 20) };
}

function of_day(clinic, date) {
    return [...clinic.visits.values()].filter((visit) => visit.day === date);
}

function with_status(clinic, status) {
    return [...clinic.visits.values()].filter((visit) => visit.status === status);
}
