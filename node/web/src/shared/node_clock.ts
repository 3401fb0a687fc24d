// The clinic's time as the node tells it. A tablet's own clock may be years off, and a sandbox's
// moves faster than any; only the span since the last answer is measured here.

import { signal } from '@preact/signals';

let told_ms = Date.now();
let told_at = performance.now();

/// Milliseconds since 1970, renewed every second.
export const now_ms = signal(told_ms);

export function clock_says(time: string): void {
    told_ms = Date.parse(time);
    told_at = performance.now();
    now_ms.value = told_ms;
}

window.setInterval(() => {
    now_ms.value = told_ms + performance.now() - told_at;
}, 1_000);
