// The node as a screen sees it: who it is (set-up), a client to ask it, and the thread that keeps
// what is shown in step with it.

import { signal } from '@preact/signals';
import { Client } from '../api/client.ts';
import { coalesced } from '../api/coalesce.ts';
import { follow } from '../api/follow.ts';
import { Unreachable } from '../api/problem.ts';
import type { Setup } from '../api/shapes.ts';
import { languages_built, time_zone } from '../language/speak.ts';
import { link_is } from './link.ts';
import { clock_says } from './node_clock.ts';

export const setup = signal<Setup | undefined>(undefined);

/// Languages of the clinic that the screens speak; all that were built while the clinic is unknown.
export function languages_here(): string[] {
    const spoken = languages_built.filter((name) => setup.value?.languages.includes(name));
    return spoken.length ? spoken : languages_built;
}

/// Keeps the set-up and what `refresh` fetches in step with the node for as long as the page lives.
/// `synced` is told of news about the hub, which touch nothing else.
export function keep_in_step(
    client: Client,
    refresh: () => Promise<void>,
    synced?: () => void,
): () => void {
    const look = async () => {
        if (!setup.peek()) await fetch_setup(client);
        await refresh();
    };
    return keep_looking(client, look, synced);
}

/// As `keep_in_step`, for a page that also stands where there is no set-up: at a hub.
export function keep_looking(
    client: Client,
    refresh: () => Promise<void>,
    synced?: () => void,
): () => void {
    let is_following = false;
    const look = coalesced(async () => {
        let from = '';
        try {
            await refresh();
            from = client.cursor;
        } catch (fault) {
            // The stream notices by itself when the node is back, and asks for a fresh look.
            if (!(fault instanceof Unreachable)) throw fault;
            link_is(false);
        } finally {
            if (!is_following) follow({ changed: look, linked: link_is, synced }, from);
            is_following = true;
        }
    });
    look();
    return look;
}

/// Asks the node who it is, anew.
export async function fetch_setup(client: Client): Promise<void> {
    const told = await client.get<Setup>('/api/setup');
    time_zone.value = told.time_zone;
    clock_says(told.now);
    setup.value = told;
}
