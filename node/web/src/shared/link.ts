// Whether the node answers, and since when not. The banner on every screen says exactly this.

import { signal } from '@preact/signals';
import { now_ms } from './node_clock.ts';

export interface Link {
    state: 'joining' | 'live' | 'gone';
    /// Clinic time at which the state began; what is on the screen is from then when it is gone.
    since_ms: number;
}

export const link = signal<Link>({ state: 'joining', since_ms: now_ms.peek() });

export function link_is(up: boolean): void {
    const state = up ? 'live' : 'gone';
    if (link.peek().state === state) return;
    link.value = { state, since_ms: now_ms.peek() };
}
