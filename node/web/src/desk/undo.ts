// Acts that a slip of the hand makes and that are hard to take back wait five seconds first.

import { computed, signal } from '@preact/signals';
import type { Press } from '../api/client.ts';
import type { Act } from '../api/shapes.ts';
import { text } from '../language/speak.ts';
import { act_path, do_act } from './acts.ts';
import { client } from './state.ts';

export type HastyAct = Extract<Act, 'cancel' | 'no-show' | 'leave'>;

interface Held {
    visit: string;
    who: string;
    act: HastyAct;
    body: object;
    press: Press;
    timer: number;
}

const hold_ms = 5_000;

export const held = signal<Held | undefined>(undefined);
export const held_visit = computed(() => held.value?.visit);

/// A second hasty act does the first at once: its time to be sorry is over.
export function hold(visit: string, who: string, act: HastyAct, body: object): void {
    let_go();
    const timer = window.setTimeout(let_go, hold_ms);
    held.value = { visit, who, act, body, press: client.press(), timer };
}

export function undo(): void {
    window.clearTimeout(held.peek()?.timer);
    held.value = undefined;
}

function let_go(): void {
    const going = held.peek();
    if (!going) return;
    undo();
    const said = () => text(`done.${going.act}`, { who: going.who });
    void do_act(going.visit, going.act, going.body, said, going.press);
}

// Whoever closes the page has decided; the press still leaves.
window.addEventListener('pagehide', () => {
    const going = held.peek();
    if (!going) return;
    undo();
    client.post_leaving(act_path(going.visit, going.act), going.body, going.press);
});
