// Whether the hub has what was done here. Green is the hub's own signed word, never a guess: a link
// that stands is not yet a day that is safe.

import type { ClinicSync } from '../api/shapes.ts';
import { text } from '../language/speak.ts';
import { sync } from './hub.ts';

export function HubLight() {
    const told = sync.value;
    if (told?.role !== 'clinic' || told.light === 'none') return null;
    return (
        <p class="hub-light" data-light={told.light} title={`${light_words(told)} ${link_words(told)}`}>
            <span class="lamp" aria-hidden="true" />
            <span>
                <strong>{short_words(told)}</strong>
                {told.restored && <span class="restored">{restored_words(told.restored)}</span>}
            </span>
        </p>
    );
}

/// For the desk's narrow head; the title says it whole.
function short_words(told: ClinicSync): string {
    if (told.light === 'green') return text('hub.short.green');
    const count = told.waiting?.entries ?? 0;
    const since = told.waiting?.since;
    return since
        ? text('hub.short.waiting_since', { count, since: new Date(since) })
        : text('hub.short.waiting', { count });
}

export function light_words(told: ClinicSync): string {
    if (told.light === 'green') {
        return told.receipt
            ? text('hub.green', { at: new Date(told.receipt.at) })
            : text('hub.nothing');
    }
    const count = told.waiting?.entries ?? 0;
    const since = told.waiting?.since;
    return since
        ? text('hub.waiting_since', { count, since: new Date(since) })
        : text('hub.waiting', { count });
}

export function link_words(told: ClinicSync): string {
    return text(`hub.link.${told.link?.state ?? 'off'}`);
}

function restored_words(restored: { entries: number }): string {
    return text('hub.restored', { count: restored.entries });
}
