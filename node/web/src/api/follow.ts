// Follows the node's event stream and tells whoever shows something that it must look again.
//
// An EventSource cannot see a half-open connection, and reconnects without a word; so this one
// closes it at each fault, comes back with the last cursor and growing pauses, and asks
// /api/health when nothing was heard for a while.

export interface Following {
    /// Something changed, or we cannot know what did: fetch what is shown.
    changed(): void;
    /// Only what is known of the hub, or of the hub's clinics, has changed.
    synced?(): void;
    /// The node answers (again), or has stopped to.
    linked(up: boolean): void;
}

const quiet_ms = 10_000;
const first_pause_ms = 500;
const longest_pause_ms = 8_000;
const health_timeout_ms = 4_000;

/// Goes on from `cursor`, with which what is shown was fetched; without one, from when the stream
/// stands, and then everything is fetched anew.
export function follow(following: Following, cursor = ''): () => void {
    let stream: EventSource | undefined;
    let may_lack = cursor === '';
    let pause = first_pause_ms;
    let retry: number | undefined;
    let heard = performance.now();
    let ended = false;

    const note = (event: Event) => {
        heard = performance.now();
        const id = (event as MessageEvent).lastEventId;
        if (id) cursor = id;
    };
    const lost = () => {
        stream?.close();
        stream = undefined;
        if (ended || retry !== undefined) return;
        may_lack = true;
        following.linked(false);
        // Many screens lose a box in the same moment; they should not all come back in one.
        retry = window.setTimeout(open, pause * (0.75 + Math.random() / 2));
        pause = Math.min(pause * 2, longest_pause_ms);
    };
    const open = () => {
        retry = undefined;
        stream = new EventSource(`/api/events?cursor=${encodeURIComponent(cursor)}`);
        stream.onopen = (event) => {
            note(event);
            pause = first_pause_ms;
            following.linked(true);
            if (may_lack) following.changed();
            may_lack = false;
        };
        stream.onerror = lost;
        stream.addEventListener('change', (event) => {
            note(event);
            following.changed();
        });
        stream.addEventListener('sync', (event) => {
            note(event);
            following.synced?.();
        });
        stream.addEventListener('resync', (event) => {
            note(event);
            cursor = (event as MessageEvent).lastEventId || '';
            following.changed();
        });
    };
    const watch = window.setInterval(async () => {
        if (!stream || performance.now() - heard < quiet_ms) return;
        if (await answers()) heard = performance.now();
        else lost();
    }, quiet_ms / 2);

    open();
    return () => {
        ended = true;
        window.clearInterval(watch);
        window.clearTimeout(retry);
        stream?.close();
    };
}

async function answers(): Promise<boolean> {
    try {
        const signal = AbortSignal.timeout(health_timeout_ms);
        return (await fetch('/api/health', { signal, cache: 'no-store' })).ok;
    } catch (fault) {
        if (fault instanceof TypeError || fault instanceof DOMException) return false;
        throw fault;
    }
}
