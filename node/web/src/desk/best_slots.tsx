// The three best slots for a service, looked up again whenever the wish or the day changes.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Refused, Unreachable } from '../api/problem.ts';
import type { Bottleneck, Slot } from '../api/shapes.ts';
import { date_after } from '../language/clinic_time.ts';
import { text } from '../language/speak.ts';
import { row_focus } from './row_focus.ts';
import { Shortage } from './shortage.tsx';
import { SlotButtons } from './slot_buttons.tsx';
import { client, date, shown_day } from './state.ts';
import { now_ms } from '../shared/node_clock.ts';

const shown = 3;
const days_ahead = 14;

interface BestSlotsOf {
    service: string;
    practitioner: string;
    choose(slot: Slot): void;
    /// What else could be done where the day has no room left.
    otherwise?: ComponentChildren;
}

/// `why`: what is missing on the day that is shown, or in all the time that was looked through.
type Found = { slots: Slot[]; later: boolean; why?: Bottleneck } | 'looking' | 'silent';

export function BestSlots({ service, practitioner, choose, otherwise }: BestSlotsOf) {
    const [found, set_found] = useState<Found>('looking');
    const wish = `${service} ${practitioner} ${date.value}`;
    const wished = useRef('');
    const change = shown_day.value;
    useEffect(() => {
        if (wished.current !== wish) set_found('looking');
        wished.current = wish;
        // A busy day changes faster than an answer comes: one that fits the wish still counts.
        void look(service, practitioner).then((told) => {
            if (wished.current === wish) set_found((before) => steady(before, told));
        });
    }, [wish, change]);
    if (found === 'looking') return <p class="note">{text('slots.looking')}</p>;
    if (found === 'silent') return <p class="note">{text('slots.silent')}</p>;
    if (!found.slots.length) {
        return (
            <>
                <p class="note">{text('slots.none')}</p>
                <Shortage of={found.why} />
                {otherwise}
            </>
        );
    }
    return (
        <>
            <div onKeyDown={row_focus}>
                <Shortage of={found.why} />
                <h3>{text(found.later ? 'slots.later' : 'slots.best')}</h3>
                <SlotButtons slots={found.slots} choose={choose} />
            </div>
            {found.later && otherwise}
        </>
    );
}

// What is shown stays while all of it is still free, so that nothing moves under a finger.
function steady(before: Found, told: Found): Found {
    if (typeof told === 'string') return told === 'looking' ? before : told;
    const fresh = { ...told, slots: told.slots.slice(0, shown) };
    if (typeof before === 'string' || !before.slots.length) return fresh;
    const free = new Set(told.slots.map((slot) => `${slot.start} ${slot.practitioner}`));
    const stands = before.slots.every((slot) => free.has(`${slot.start} ${slot.practitioner}`));
    return stands ? before : fresh;
}

async function look(service: string, practitioner: string): Promise<Found> {
    const day = shown_day.peek();
    if (!day) return 'looking';
    const now = new Date(now_ms.peek()).toISOString();
    const from = Date.parse(day.begins) > now_ms.peek() ? day.begins : now;
    const later = `${date_after(day.date, days_ahead)}T23:00:00Z`;
    try {
        const that_day = await slots_between(service, practitioner, from, day.ends);
        if (that_day.slots.length) return { slots: that_day.slots, later: false };
        const then = await slots_between(service, practitioner, from, later);
        const why = then.slots.length ? that_day.bottleneck : then.bottleneck;
        return { slots: then.slots, later: true, ...(why && { why }) };
    } catch (fault) {
        if (fault instanceof Unreachable || fault instanceof Refused) return 'silent';
        throw fault;
    }
}

async function slots_between(
    service: string,
    practitioner: string,
    from: string,
    to: string,
): Promise<{ slots: Slot[]; bottleneck?: Bottleneck }> {
    const asked = new URLSearchParams({ service, from, to });
    if (practitioner) asked.set('practitioner', practitioner);
    return client.get(`/api/slots?${asked}`);
}
