// Runs `work` soon after it was asked for, never twice at once, and once more if it was asked for
// meanwhile: a burst of events costs two fetches, not fifty.

export function coalesced(work: () => Promise<void>, rest_ms = 150): () => void {
    let running = false;
    let wanted = false;

    const run = async () => {
        running = true;
        try {
            while (wanted) {
                wanted = false;
                await work();
                await new Promise((done) => setTimeout(done, rest_ms));
            }
        } finally {
            // A fault of one look must not be the last look.
            running = false;
        }
    };
    return () => {
        wanted = true;
        if (!running) void run();
    };
}
