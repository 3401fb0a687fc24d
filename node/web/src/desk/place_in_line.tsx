// How far a visit that waits is from its call, about how long that will be, and why the one before
// it goes first: people ask.

import { useEffect, useState } from 'preact/hooks';
import { Refused, Unreachable } from '../api/problem.ts';
import type { QueueItem, Why } from '../api/shapes.ts';
import { clock_text } from '../language/clinic_time.ts';
import { text } from '../language/speak.ts';
import { client, queue } from './state.ts';
import { wait_words } from './wait_words.ts';

export function PlaceInLine({ visit }: { visit: string }) {
    const line = queue.value?.waiting ?? [];
    const at = line.findIndex((item) => item.visit === visit);
    const own = line[at];
    if (!own) return null;
    const before = line[at - 1];
    const still = wait_words(own.wait);
    return (
        <p class="note">
            {text('line.place', { before: at })}
            {still && ` ${text('line.wait', { still })}`}
            {before && <WhyBefore key={`${before.visit} ${visit}`} first={before} second={own} />}
        </p>
    );
}

function WhyBefore({ first, second }: { first: QueueItem; second: QueueItem }) {
    const [why, set_why] = useState<Why | undefined>(undefined);
    const keys = [first, second].map((item) => `${item.tier} ${item.due}`).join(' ');
    useEffect(() => {
        let wanted = true;
        void ask(first.visit, second.visit).then((told) => wanted && set_why(told));
        return () => {
            wanted = false;
        };
    }, [keys]);
    if (!why?.before) return null;
    return (
        <>
            {' '}
            {text('line.why', {
                because: why.because,
                number: first.number,
                due: clock_text(why.first.due),
                ours: clock_text(why.second.due),
            })}
        </>
    );
}

// A line that moved meanwhile has another question; this one is then not worth a word.
async function ask(visit: string, before: string): Promise<Why | undefined> {
    try {
        return await client.get<Why>(`/api/queue/why?${new URLSearchParams({ visit, before })}`);
    } catch (fault) {
        if (fault instanceof Unreachable || fault instanceof Refused) return undefined;
        throw fault;
    }
}
