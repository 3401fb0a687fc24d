// What the stand-in says of the way to the hub, and as a hub of its clinics.

import { local } from './setup.mjs';

const minute_ms = 60_000;

export function clinic_sync(clinic, link_open) {
    const before = (minutes) => local(clinic.now() - minutes * minute_ms);
    return {
        role: 'clinic',
        now: local(clinic.now()),
        light: link_open ? 'green' : 'waiting',
        link: { state: link_open ? 'connected' : 'cut' },
        receipt: { at: before(1), entries: 41 },
        waiting: link_open
            ? { entries: 0, since: null }
            : { entries: 3, since: before(4) },
        troubles: [],
    };
}

export function hub_sync(clinic) {
    const before = (minutes) => local(clinic.now() - minutes * minute_ms);
    const space = (letter) => letter.repeat(26);
    return {
        role: 'hub',
        troubles: [{ rule: 'other_region', at: before(7), by_peer: false }],
        now: local(clinic.now()),
        region: 'Kusini',
        clinics: [
            {
                clinic: 'mlima',
                space: space('b'),
                connected: false,
                heard: null,
                entries: 0,
                last_entry: null,
                troubles: [],
            },
            {
                clinic: 'bonde',
                name: 'Bonde Dispensary',
                time_zone: 'Africa/Dar_es_Salaam',
                space: space('c'),
                connected: false,
                heard: before(3 * 24 * 60 + 200),
                entries: 18_204,
                last_entry: before(3 * 24 * 60 + 201),
                revoked: true,
                troubles: [
                    { rule: 'fork', at: null, by_peer: false, log: space('e'), sequence: 217 },
                    { rule: 'frame_size', at: before(90), by_peer: false },
                ],
            },
            {
                clinic: 'kilima',
                name: 'Kilima Health Centre',
                time_zone: 'Africa/Dar_es_Salaam',
                space: space('d'),
                connected: true,
                heard: before(2),
                entries: 812,
                last_entry: before(3),
                troubles: [],
            },
        ],
    };
}
