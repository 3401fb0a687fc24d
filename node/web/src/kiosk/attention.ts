// Whether somebody still stands there. Whoever walks away leaves nothing behind for the next one.

import { effect, signal } from '@preact/signals';
import { step, wipe } from './flow.ts';

const idle_ms = 45_000;
const warning_ms = 10_000;
const ticket_ms = 15_000;

/// Seconds until the screen is wiped, while that is being shown; else undefined.
export const seconds_left = signal<number | undefined>(undefined);

let wiped_at = Number.POSITIVE_INFINITY;

export function somebody_is_here(): void {
    if (step.peek() === 'language') return;
    if (step.peek() !== 'ticket') set_deadline(idle_ms);
}

export function watch_attention(forget_language: () => void): void {
    effect(() => {
        if (step.value === 'language') {
            wiped_at = Number.POSITIVE_INFINITY;
            seconds_left.value = undefined;
            forget_language();
        } else {
            set_deadline(step.value === 'ticket' ? ticket_ms : idle_ms);
        }
    });
    for (const touch of ['pointerdown', 'keydown'] as const) {
        document.addEventListener(touch, somebody_is_here, { capture: true });
    }
    // A page that the browser kept and shows again must not show the last person.
    window.addEventListener('pageshow', (event) => event.persisted && wipe());
    window.addEventListener('pagehide', wipe);
    window.setInterval(tick, 500);
}

function set_deadline(after_ms: number): void {
    wiped_at = performance.now() + after_ms;
    seconds_left.value = undefined;
}

function tick(): void {
    const left_ms = wiped_at - performance.now();
    if (left_ms <= 0) wipe();
    else if (left_ms <= warning_ms) seconds_left.value = Math.ceil(left_ms / 1_000);
}
