// A made-up clinic for the stand-in node. Nobody in it is real.

const shift = { from: '08:00', to: '17:00', pause: ['12:40', '13:20'] };

export const offset = '+03:00';
export const first_now = '2026-03-02T10:24:00+03:00';

export const setup = {
    clinic: 'mlima',
    name: 'Mlima Health Centre',
    time_zone: 'Africa/Dar_es_Salaam',
    languages: ['sw', 'en', 'ar', 'fr'],
    day_begins: '04:00',
    sandbox: true,
    practitioners: [
        { id: 'asha', role: 'clinician' },
        { id: 'bakari', role: 'clinician' },
        { id: 'chiku', role: 'clinician' },
        { id: 'dalili', role: 'midwife' },
        { id: 'elimu', role: 'nurse' },
        { id: 'fadhila', role: 'nurse' },
    ],
    services: [
        service('consult', 'General consultation', 20, 'clinician', 'consulting'),
        service('antenatal', 'Antenatal visit', 30, 'midwife', 'consulting'),
        service('immunisation', 'Child immunisation', 10, 'nurse', 'treatment'),
        service('dressing', 'Wound dressing', 20, 'nurse', 'treatment'),
        service('chronic', 'Chronic disease review', 20, 'clinician', 'consulting'),
    ],
    rooms: [
        ...['c1', 'c2', 'c3', 'c4'].map((id) => ({ id, kind: 'consulting' })),
        ...['t1', 't2'].map((id) => ({ id, kind: 'treatment' })),
    ],
    equipment: [],
    hours: Object.fromEntries(
        ['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [['08:00', '17:00']]]),
    ),
};

function service(id, name, minutes, role, room) {
    const needs = [
        { role, count: 1 },
        { room, count: 1 },
    ];
    return { id, name, minutes, needs };
}

export function at(date, time) {
    return `${date}T${time}:00${offset}`;
}

export function works_on(date) {
    const day = new Date(`${date}T12:00:00Z`).getUTCDay();
    return day >= 1 && day <= 5;
}

export function shifts_on(date) {
    return works_on(date) ? [{ from: at(date, shift.from), to: at(date, shift.to) }] : [];
}

export function breaks_on(date) {
    return works_on(date) ? [{ from: at(date, shift.pause[0]), to: at(date, shift.pause[1]) }] : [];
}

/// An instant as the clinic's wall shows it, RFC 3339 with the clinic's offset.
export function local(ms) {
    return new Date(ms + 3 * 3_600_000).toISOString().slice(0, 19) + offset;
}

export function local_date(ms) {
    return local(ms).slice(0, 10);
}
