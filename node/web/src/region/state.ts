// What the region's page shows: every enrolled clinic, and one clinic's day, read only.

import { computed, signal } from '@preact/signals';
import { Client } from '../api/client.ts';
import { Refused } from '../api/problem.ts';
import type { Day, RegionClinic, Setup, SyncTrouble } from '../api/shapes.ts';
import { wall_date } from '../language/clinic_time.ts';
import { time_zone } from '../language/speak.ts';
import { fetch_sync, sync } from '../shared/hub.ts';
import { setup } from '../shared/node.ts';
import { clock_says } from '../shared/node_clock.ts';

export const client = new Client('region');

/// The clinic whose day is open, by its ID; it stands in the address, so that a page can be kept.
export const chosen = signal(new URLSearchParams(location.search).get('clinic') ?? '');
export const asked_date = signal<string | undefined>(undefined);
export const day = signal<Day | undefined>(undefined);
/// The chosen clinic's present day.
export const present_date = signal('');

export const clinics = computed<RegionClinic[]>(() =>
    sync.value?.role === 'hub' ? sync.value.clinics : [],
);

/// What peers were refused that are none of the region's.
export const strangers = computed<SyncTrouble[]>(() =>
    sync.value?.role === 'hub' ? (sync.value.troubles ?? []) : [],
);

export const chosen_clinic = computed(() =>
    clinics.value.find((each) => each.clinic === chosen.value),
);

// Today by the hub's clock; a practice clinic may be days ahead of it.
function present_of(today: string): string {
    const last = chosen_clinic.peek()?.last_entry;
    const known = last ? wall_date(last) : today;
    return known > today ? known : today;
}

export async function refresh(): Promise<void> {
    const told = await fetch_sync(client);
    clock_says(told.now);
    await fetch_day();
}

export async function fetch_day(): Promise<void> {
    const clinic = chosen.peek();
    if (!clinic) return;
    const whose = `clinic=${encodeURIComponent(clinic)}`;
    try {
        const its = await client.get<Setup>(`/api/setup?${whose}`);
        time_zone.value = its.time_zone;
        setup.value = its;
        present_date.value = present_of(its.today);
        const date = asked_date.peek() ?? present_date.peek();
        const its_day = await client.get<Day>(`/api/days/${date}?${whose}`);
        if (clinic === chosen.peek()) day.value = its_day;
    } catch (fault) {
        // A clinic that was never heard has no set-up here yet.
        if (!(fault instanceof Refused)) throw fault;
        if (clinic === chosen.peek()) day.value = undefined;
    }
}

export function choose(clinic: string): void {
    chosen.value = clinic;
    asked_date.value = undefined;
    day.value = undefined;
    const address = new URL(location.href);
    if (clinic) address.searchParams.set('clinic', clinic);
    else address.searchParams.delete('clinic');
    history.replaceState(null, '', address);
    void fetch_day();
}

export function show_date(date: string): void {
    asked_date.value = date;
    void fetch_day();
}
