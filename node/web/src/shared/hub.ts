// What the node says of the way to the hub, or, at a hub, of its clinics.

import { signal } from '@preact/signals';
import type { Client } from '../api/client.ts';
import { coalesced } from '../api/coalesce.ts';
import { Unreachable } from '../api/problem.ts';
import type { Sync } from '../api/shapes.ts';

export const sync = signal<Sync | undefined>(undefined);

export async function fetch_sync(client: Client): Promise<Sync> {
    const told = await client.get<Sync>('/api/sync');
    sync.value = told;
    return told;
}

/// For `keep_looking`: fetches it again, a burst of news once.
export function looks_at_sync(client: Client): () => void {
    return coalesced(async () => {
        try {
            await fetch_sync(client);
        } catch (fault) {
            // The stream says that the node is gone.
            if (!(fault instanceof Unreachable)) throw fault;
        }
    });
}
