// Acts of the desk: one press each, told to the node, and what it said when it said no.

import { signal } from '@preact/signals';
import type { Press } from '../api/client.ts';
import { Refused, Unreachable } from '../api/problem.ts';
import type { Act, BookingOrder, Slot, Visit, WalkInOrder } from '../api/shapes.ts';
import { client, refresh } from './state.ts';

export interface Trouble {
    /// Undefined when the node did not answer: then nobody knows yet whether the act was done.
    refused: Refused | undefined;
    /// The same press once more; safe even if the first was heard.
    again?: () => Promise<unknown>;
    /// Does the act at another time instead; there only where the act was about a time.
    instead?: (slot: Slot) => Promise<unknown>;
}

export const trouble = signal<Trouble | undefined>(undefined);
export const busy = signal(false);
/// Said politely to screen readers, and shown for a moment.
export const done_note = signal('');

interface Order {
    path: string;
    body: object;
    said: (answer: Visit) => string;
    instead?: (slot: Slot) => Promise<unknown>;
}

async function tell(order: Order, press: Press = client.press()): Promise<Visit | undefined> {
    busy.value = true;
    trouble.value = undefined;
    try {
        const answer = await client.post<Visit>(order.path, order.body, press);
        done_note.value = order.said(answer);
        await refresh();
        return answer;
    } catch (fault) {
        if (fault instanceof Refused) {
            trouble.value = { refused: fault, instead: order.instead };
        } else if (fault instanceof Unreachable) {
            trouble.value = { refused: undefined, again: () => tell(order, press) };
        } else {
            throw fault;
        }
        return undefined;
    } finally {
        busy.value = false;
    }
}

export function act_path(visit: string, act: Act): string {
    return `/api/visits/${visit}/${act}`;
}

export function do_act(
    visit: string,
    act: Act,
    body: object,
    said: (answer: Visit) => string,
    press?: Press,
): Promise<Visit | undefined> {
    const instead =
        act === 'reschedule'
            ? (slot: Slot) =>
                  do_act(visit, act, { practitioner: slot.practitioner, start: slot.start }, said)
            : undefined;
    return tell({ path: act_path(visit, act), body, said, instead }, press);
}

export function book(
    order: BookingOrder,
    said: (answer: Visit) => string,
    then: (booked: Visit) => void,
): Promise<Visit | undefined> {
    // What is offered instead is free: nobody is an extra there.
    const { overbook: _, ...wish } = order;
    const instead = ({ start, minutes, practitioner }: Slot) =>
        book({ ...wish, start, minutes, practitioner }, said, then);
    return then_with(tell({ path: '/api/bookings', body: order, said, instead }), then);
}

export function walk_in(
    order: WalkInOrder,
    said: (answer: Visit) => string,
): Promise<Visit | undefined> {
    return tell({ path: '/api/walk-ins', body: order, said });
}

export function set_practitioner_state(
    id: string,
    state: string,
    said: string,
): Promise<Visit | undefined> {
    return tell({ path: `/api/practitioners/${id}/state`, body: { state }, said: () => said });
}

async function then_with(
    told: Promise<Visit | undefined>,
    then: (visit: Visit) => void,
): Promise<Visit | undefined> {
    const visit = await told;
    if (visit) then(visit);
    return visit;
}
