// How long somebody still has to wait, in words: a range, since nobody knows better.

import type { Wait } from '../api/shapes.ts';
import { text } from '../language/speak.ts';

export function wait_words(wait: Wait | undefined): string | undefined {
    if (!wait) return undefined;
    if (wait.to === undefined) return text('wait.at_least', { from: down(wait.from) });
    if (wait.to <= 2) return text('wait.now', {});
    const [from, to] = [down(wait.from), up(wait.to)];
    return from === to ? text('wait.about', { to }) : text('wait.range', { from, to });
}

// Beyond ten minutes a minute more or less would claim more than a simulation knows.
function down(minutes: number): number {
    return minutes < 10 ? minutes : Math.floor(minutes / 5) * 5;
}

function up(minutes: number): number {
    return minutes < 10 ? minutes : Math.ceil(minutes / 5) * 5;
}
