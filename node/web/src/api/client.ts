// Talks to the node. A read is tried again a little; a press carries one idempotency key over all
// of its attempts, so that an answer lost on the way never makes two bookings of one press.

import { refusal_of, Unreachable } from './problem.ts';

export interface Surroundings {
    fetch: typeof fetch;
    sleep(milliseconds: number): Promise<void>;
    random_key(): string;
}

/// One press of a person. Keep it and pass it again to repeat the same press by hand.
export interface Press {
    key: string;
}

export const attempt_timeout_ms = 8_000;
const pauses_ms = [400, 1_200, 3_000];
const longest_pause_ms = 5_000;

export class Client {
    /// Of the first view that was told: whoever follows from there misses nothing that it, or any
    /// view told since, does not show. Empty until then.
    cursor = '';

    constructor(
        private readonly device: string,
        private readonly outside: Surroundings = browser,
        private readonly base = '',
    ) {}

    press(): Press {
        return { key: this.outside.random_key() };
    }

    /// Throws Refused or Unreachable.
    get<T>(path: string): Promise<T> {
        return this.attempts<T>(path, { headers: { 'Wayside-Device': this.device } }, 2);
    }

    /// Throws Refused or Unreachable; after Unreachable the same `press` may be posted again.
    post<T>(path: string, body: object, press: Press = this.press()): Promise<T> {
        const headers = {
            'Content-Type': 'application/json',
            'Idempotency-Key': press.key,
            'Wayside-Device': this.device,
        };
        const order = { method: 'POST', headers, body: JSON.stringify(body) };
        return this.attempts<T>(path, order, pauses_ms.length + 1);
    }

    /// Sends and does not wait: for the moment in which the page goes away.
    post_leaving(path: string, body: object, press: Press): void {
        const headers = {
            'Content-Type': 'application/json',
            'Idempotency-Key': press.key,
            'Wayside-Device': this.device,
        };
        const order = { method: 'POST', headers, body: JSON.stringify(body), keepalive: true };
        this.outside.fetch(this.base + path, order).catch(() => undefined);
    }

    private async attempts<T>(path: string, order: RequestInit, most: number): Promise<T> {
        for (let tried = 1; ; tried += 1) {
            const answer = await this.attempt(path, order);
            if (answer && answer.ok) {
                const body = await this.body<T>(answer);
                if (body) {
                    this.cursor ||= answer.headers.get('Wayside-Cursor') ?? '';
                    return body.value;
                }
            } else if (answer && !is_passing(answer.status)) {
                throw await refusal_of(answer);
            }
            if (tried >= most) throw new Unreachable(path);
            await this.outside.sleep(pause_ms(answer, tried));
        }
    }

    private async attempt(path: string, order: RequestInit): Promise<Response | undefined> {
        const signal = AbortSignal.timeout(attempt_timeout_ms);
        try {
            const options = { ...order, signal, cache: 'no-store' as const };
            return await this.outside.fetch(this.base + path, options);
        } catch (fault) {
            if (is_network(fault)) return undefined;
            throw fault;
        }
    }

    // The headers came but the rest was cut: for the caller that is no answer.
    private async body<T>(answer: Response): Promise<{ value: T } | undefined> {
        try {
            return { value: (await answer.json()) as T };
        } catch (fault) {
            if (is_network(fault) || fault instanceof SyntaxError) return undefined;
            throw fault;
        }
    }
}

function is_passing(status: number): boolean {
    return status === 503 || status === 502 || status === 504 || status === 429;
}

function is_network(fault: unknown): boolean {
    return fault instanceof TypeError || fault instanceof DOMException;
}

function pause_ms(answer: Response | undefined, tried: number): number {
    const asked = Number(answer?.headers.get('Retry-After') ?? Number.NaN) * 1_000;
    const ours = pauses_ms[Math.min(tried, pauses_ms.length) - 1] ?? longest_pause_ms;
    return Math.min(Number.isFinite(asked) ? Math.max(asked, ours) : ours, longest_pause_ms);
}

// randomUUID is missing where the page does not come over TLS or loopback; getRandomValues is not.
function random_key(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const browser: Surroundings = {
    fetch: (input, options) => fetch(input, options),
    sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
    random_key,
};
