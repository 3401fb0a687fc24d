// The stand-in's answer to "sick today": each struck visit goes to the first colleague who is free,
// at its own time or later. Two proposals: one waits as long as it takes, one half an hour at most.

import { createHash } from 'node:crypto';
import { No, new_id } from './clinic.mjs';
import { at, local, setup } from './setup.mjs';

const step = 10 * 60_000;

export function proposals_view(clinic, practitioner, asked) {
    if (!setup.practitioners.some((each) => each.id === practitioner)) {
        throw new No(404, 'unknown_practitioner', 'nobody of that id');
    }
    const typed = (name) => asked.get(name) && Date.parse(at(...asked.get(name).slice(0, 16).split('T')));
    const soonest = clinic.now() + 5 * 60_000;
    const from = Math.ceil(Math.max(typed('from') || 0, soonest) / 300_000) * 300_000;
    const until = typed('until') || day_end(clinic.today());
    if (until <= from) throw new No(422, 'invalid', 'an absence ends after it began');
    const mine = [...clinic.visits.values()].filter(
        (visit) => visit.day === clinic.today() && visit.practitioner === practitioner,
    );
    const struck = mine.filter(
        (visit) =>
            visit.status === 'booked' &&
            Date.parse(visit.start) >= from &&
            Date.parse(visit.start) < until,
    );
    const colleagues = setup.practitioners.filter((each) => each.id !== practitioner);
    const ways = { most_placed: 24 * 60, shortest_waits: 30 };
    const proposals = Object.entries(ways).map(([name, longest]) =>
        proposal(clinic, struck, colleagues, { name, longest }),
    );
    return {
        practitioner,
        day: clinic.today(),
        from: local(from),
        until: local(until),
        struck: struck.length,
        under_way: mine.filter((visit) => ['called', 'in-room'].includes(visit.status)),
        proposals,
    };
}

function day_end(date) {
    return Date.parse(at(date, setup.day_begins)) + 24 * 3_600_000;
}

function proposal(clinic, struck, colleagues, { name, longest }) {
    const taken = new Set();
    const changes = struck.map((visit) => {
        const to = place_for(clinic, visit, colleagues, taken);
        const later = to && (Date.parse(to.start) - Date.parse(visit.start)) / 60_000;
        return change_of(visit, to && later <= longest ? to : null);
    });
    const wait = ({ from, to }) =>
        to ? Math.max(0, Date.parse(to.start) - Date.parse(from.start)) / 60_000 : 0;
    const moved = changes.filter((each) => each.to).length;
    return {
        proposal: digest_of(changes),
        name,
        costs: {
            moved,
            unplaced: changes.length - moved,
            waiting_minutes: changes.reduce((sum, each) => sum + wait(each), 0),
            longest_wait_minutes: Math.max(0, ...changes.map(wait)),
            earlier: 0,
            not_struck: 0,
            other_practitioner: moved,
        },
        changes,
    };
}

function place_for(clinic, visit, colleagues, taken) {
    const service = clinic.service(visit.service);
    const end = Date.parse(at(visit.day, '17:00'));
    for (let start = Date.parse(visit.start); start < end; start += step) {
        for (const { id } of colleagues) {
            const place = { start: local(start), practitioner: id };
            const held = `${place.start} ${id}`;
            if (taken.has(held)) continue;
            const wish = { service, minutes: visit.minutes, ...place };
            if (clinic.why_not(wish, visit)) continue;
            for (let each = start; each < start + visit.minutes * 60_000; each += step) {
                taken.add(`${local(each)} ${id}`);
            }
            return place;
        }
    }
    return null;
}

function change_of(visit, to) {
    const { id, service, status, walk_in, patient, start, practitioner } = visit;
    return { visit: id, service, status, walk_in, patient, from: { start, practitioner }, to };
}

function digest_of(changes) {
    const content = changes.map(({ visit, from, to }) => [visit, from, to]);
    return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 26);
}

export function do_absence(clinic, practitioner, body) {
    const changes = body.changes.map(({ visit, to }) =>
        change_of(clinic.visits.get(visit) ?? {}, to),
    );
    const outdated = changes.some(
        (each) => clinic.visits.get(each.visit)?.status !== 'booked',
    );
    if (outdated || digest_of(changes) !== body.proposal) {
        throw new No(409, 'proposal_outdated', 'the day has changed');
    }
    const { from, until } = body;
    const id = new_id();
    const state = clinic.states.get(practitioner);
    const absence = { id, practitioner, day: clinic.today(), from, until, undone: false, changes };
    clinic.absences.set(id, { ...absence, state });
    for (const { visit, to } of changes) {
        if (to) Object.assign(clinic.visits.get(visit), to);
        else clinic.visits.get(visit).to_rebook = true;
    }
    clinic.states.set(practitioner, 'out');
    clinic.onchange({ day: clinic.today() }, ['day', 'queue']);
    return absence;
}

export function absence_view(clinic, id) {
    const found = clinic.absences.get(id);
    if (!found) throw new No(404, 'not_found', 'no such absence');
    return found;
}

export function undo_absence(clinic, id, { visits }) {
    const found = absence_view(clinic, id);
    if (found.undone) throw new No(409, 'already_undone', 'undone already');
    const gone_on = found.changes.filter(
        ({ visit, to }) => to && clinic.visits.get(visit).status !== 'booked',
    );
    if (visits !== 'keep' && gone_on.length) throw new No(409, 'moved_on', `${gone_on[0].to.start} has gone on`);
    for (const { visit, from } of visits === 'keep' ? [] : found.changes) {
        Object.assign(clinic.visits.get(visit), from, { to_rebook: undefined });
    }
    found.undone = true;
    clinic.states.set(found.practitioner, found.state);
    clinic.onchange({ day: clinic.today() }, ['day', 'queue']);
    return { ...found, restored: found.changes.length };
}
