// A visit in words, and what can be done with it next.

import type { Act, Service, Status, Visit } from '../api/shapes.ts';
import { text } from '../language/speak.ts';
import { setup } from '../shared/node.ts';

export function ticket_number(visit: Visit): string | undefined {
    return visit.tickets.at(-1)?.number;
}

export function who_is(visit: Visit): string {
    return visit.patient?.name || ticket_number(visit) || text('visit.unnamed');
}

const main_acts: Partial<Record<Status, Act>> = {
    requested: 'check-in',
    booked: 'check-in',
    expected: 'check-in',
    waiting: 'call',
    parked: 'call',
    'sent-on': 'call',
    called: 'start',
    'in-room': 'finish',
};

export function main_act(visit: Visit): Act | undefined {
    return main_acts[visit.status];
}

const ended = new Set<Status>(['moved', 'cancelled', 'no-show', 'left', 'done']);
const before_arrival = new Set<Status>(['requested', 'booked', 'expected']);

export function has_ended(visit: Visit): boolean {
    return ended.has(visit.status);
}

export function other_acts(visit: Visit): Act[] {
    if (visit.status === 'no-show') return ['check-in', 'note'];
    if (has_ended(visit)) return ['note'];
    if (before_arrival.has(visit.status)) {
        return visit.walk_in
            ? ['triage', 'leave', 'note']
            : ['reschedule', 'triage', 'no-show', 'cancel', 'note'];
    }
    return visit.status === 'in-room' ? ['triage', 'note'] : ['triage', 'leave', 'note'];
}

/// Practitioners of the set-up whose role the service needs; all where it names no role.
export function who_can(service: Service | undefined): { id: string; role: string }[] {
    const all = setup.value?.practitioners ?? [];
    const roles = new Set(service?.needs.map((need) => need.role).filter(Boolean));
    return roles.size ? all.filter((each) => roles.has(each.role)) : all;
}

export function service_of(id: string): Service | undefined {
    return setup.value?.services.find((each) => each.id === id);
}
