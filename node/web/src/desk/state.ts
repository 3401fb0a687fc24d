// What the front desk shows: one day, the queue, and what a person has open beside them.

import { computed, signal } from '@preact/signals';
import { Client } from '../api/client.ts';
import type { Day, NewPatient, Patient, Queue, Visit } from '../api/shapes.ts';
import { wall_date } from '../language/clinic_time.ts';
import { clock_says, now_ms } from '../shared/node_clock.ts';
import { fetch_sync } from '../shared/hub.ts';
import { setup } from '../shared/node.ts';

export const client = new Client('desk');

/// The person whom a booking or a walk-in is for: known, or new and not yet at the node.
export type Person = Patient | NewPatient;

export type Panel =
    | { kind: 'lists' }
    | { kind: 'visit'; id: string }
    | { kind: 'order'; walk_in: boolean; person?: Person };

export const asked_date = signal<string | undefined>(undefined);
export const shown_day = signal<Day | undefined>(undefined);
export const todays = signal<Day | undefined>(undefined);
export const queue = signal<Queue | undefined>(undefined);
export const panel = signal<Panel>({ kind: 'lists' });
/// On a narrow screen only one of both is seen.
export const narrow_view = signal<'day' | 'queue'>('day');

/// The clinic day that is now: before the hour at which days begin it is still yesterday.
export const today = computed(() => {
    const begins = setup.value?.day_begins ?? '00:00';
    const [hours = 0, minutes = 0] = begins.split(':').map(Number);
    return wall_date(now_ms.value - (hours * 60 + minutes) * 60_000);
});

export const date = computed(() => asked_date.value ?? today.value);

export const visits = computed(() => {
    const all = [...(todays.value?.visits ?? []), ...(shown_day.value?.visits ?? [])];
    return new Map(all.map((visit): [string, Visit] => [visit.id, visit]));
});

export async function refresh(): Promise<void> {
    const told = await client.get<Queue>('/api/queue');
    clock_says(told.now);
    const [asked, now] = [date.peek(), today.peek()];
    const fetch_day = (which: string) => client.get<Day>(`/api/days/${which}`);
    const current = await fetch_day(now);
    const shown = asked === now ? current : await fetch_day(asked);
    queue.value = told;
    todays.value = current;
    await fetch_sync(client);
    if (asked === date.peek()) shown_day.value = shown;
}

export function open_visit(id: string): void {
    panel.value = { kind: 'visit', id };
}

export function close_panel(): void {
    panel.value = { kind: 'lists' };
}
