// A day in progress: half of it done, some people waiting, the rest still to come.

import { at, setup } from './setup.mjs';

const given = [
    'Amina',
    'Daudi',
    'Esther',
    'Farida',
    'Grace',
    'Hamisi',
    'Joseph',
    'Layla',
    'Mariam',
    'Neema',
    'Omari',
    'ليلى',
    'Rehema',
    'Tesfaye',
    'Zawadi',
    'يوسف',
    'Chanda',
    'Ibrahim',
];
const family = [
    'Kabalo',
    'Mbeshi',
    'Nduluma',
    'حسن',
    'Okelo',
    'Rashidi',
    'Shendwa',
    'Tumaini',
    'Wekesi',
    'Yatashe',
    'Lafeta',
    'Bahati',
    'Msangi',
];

/// Books through the clinic's own rules, with a small repeatable generator.
export function seed(clinic) {
    const random = generator(7);
    const date = clinic.today();
    const real_now = clinic.now.bind(clinic);
    clinic.now = () => Date.parse(at(date, '07:00'));
    let counted = 0;
    for (const practitioner of setup.practitioners) {
        const services = setup.services.filter((each) =>
            each.needs.some((need) => need.role === practitioner.role),
        );
        for (let minutes = 8 * 60; minutes < 17 * 60;) {
            const service = services[Math.floor(random() * services.length)];
            const start = at(date, clock(minutes));
            const wish = {
                service,
                minutes: service.minutes,
                start,
                practitioner: practitioner.id,
            };
            if (random() < 0.72 && !clinic.why_not(wish)) {
                const patient = person(random, (counted += 1));
                const order = {
                    patient,
                    service: service.id,
                    practitioner: practitioner.id,
                    start,
                };
                const visit = clinic.book({ ...order, reason: service.name });
                visit.code = `W${String(counted).padStart(4, '0')}`;
            }
            minutes += service.minutes;
        }
    }
    live_until_now(clinic, random, date);
    clinic.now = real_now;
    for (const { id } of setup.practitioners)
        clinic.states.set(id, id === 'bakari' ? 'break' : 'in');
}

function live_until_now(clinic, random, date) {
    const booked = [...clinic.visits.values()].sort((left, right) =>
        left.start < right.start ? -1 : 1,
    );
    for (const visit of booked) {
        const start = Date.parse(visit.start);
        const ago = (Date.parse(at(date, '10:24')) - start) / 60_000;
        if (ago < -30) {
            if (random() < 0.06) clinic.act(visit.id, 'cancel', {});
            continue;
        }
        if (ago < 0 && random() < 0.4) continue;
        clinic.now = () =>
            Math.min(start, Date.parse(at(date, '10:22'))) - Math.floor(random() * 15) * 60_000;
        if (random() < 0.07 && ago > 20) clinic.act(visit.id, 'no-show', {});
        else come(clinic, visit, ago, random);
    }
    for (let walked = 0; walked < 4; walked += 1) {
        clinic.now = () => Date.parse(at(date, clock(9 * 60 + 35 + walked * 12)));
        const patient = person(random, 900 + walked);
        const visit = clinic.walk_in({ patient, service: 'consult', reason: 'Fever' });
        if (walked < 3) clinic.act(visit.id, 'check-in', { practitioner: 'asha' });
        if (walked === 1) clinic.act(visit.id, 'triage', { triage: 'orange' });
        if (walked === 2) clinic.act(visit.id, 'triage', { triage: 'yellow' });
    }
}

function come(clinic, visit, ago, random) {
    clinic.act(visit.id, 'check-in', {});
    if (random() < 0.5)
        clinic.act(visit.id, 'triage', { triage: random() < 0.8 ? 'green' : 'yellow' });
    if (ago < 0) return;
    clinic.now = () => Date.parse(visit.start) + Math.floor(random() * 4) * 60_000;
    clinic.act(visit.id, 'call', { practitioner: visit.practitioner });
    if (ago < 10) return;
    clinic.act(visit.id, 'start', {});
    if (ago < 28) return;
    clinic.act(visit.id, 'finish', {});
}

function person(random, counted) {
    const pick = (words) => words[Math.floor(random() * words.length)];
    const two = (number) => String(1 + Math.floor(random() * number)).padStart(2, '0');
    return {
        name: `${pick(given)} ${pick(family)}`,
        birth_date: `${1940 + Math.floor(random() * 84)}-${two(12)}-${two(28)}`,
        sex: random() < 0.6 ? 'female' : 'male',
        phone: `+25570000${String(counted).padStart(4, '0')}`,
        language: pick(['sw', 'en', 'ar']),
    };
}

function clock(minutes) {
    const two = (number) => String(number).padStart(2, '0');
    return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function generator(state) {
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
        mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
}
