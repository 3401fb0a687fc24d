// What is missing where there is no slot, and from when on it is not, in words.

import type { Bottleneck } from '../api/shapes.ts';
import { clock_text, short_day_text, wall_date } from '../language/clinic_time.ts';
import { text } from '../language/speak.ts';
import { kind_name, practitioner_name, role_name } from '../shared/names.ts';
import { date } from './state.ts';

export function Shortage({ of }: { of: Bottleneck | undefined }) {
    if (!of) return null;
    const name = missing_name(of);
    return (
        <p class="shortage">
            <span>{text(of.alone ? 'shortage.missing' : 'shortage.together', { name })}</span>{' '}
            <span>{of.frees ? text('shortage.frees', { when: when(of.frees) }) : ''}</span>
            <span>{of.frees ? '' : text('shortage.never')}</span>
        </p>
    );
}

function missing_name({ what, name = '' }: Bottleneck): string {
    switch (what) {
        case 'hours':
            return text('shortage.hours');
        case 'practitioner':
            return practitioner_name(name);
        case 'role':
            return role_name(name);
        default:
            return kind_name(name);
    }
}

function when(start: string): string {
    const clock = clock_text(start);
    const day = wall_date(start);
    return day === date.value ? clock : `${short_day_text(day)} ${clock}`;
}
