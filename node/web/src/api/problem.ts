// The two ways in which the node does not do what was asked: it says no, or it does not answer.

import type { Bottleneck, Slot } from './shapes.ts';

/// The node answered and refused; `rule` is a stable name that the messages put into words.
export class Refused extends Error {
    constructor(
        readonly status: number,
        readonly rule: string,
        readonly detail: string,
        readonly field: string | undefined,
        readonly alternatives: Slot[],
        readonly bottleneck?: Bottleneck,
    ) {
        super(`${status} ${rule}`);
    }
}

/// Nobody answered, or only with 503: it is unknown whether the act was done. Pressing again with
/// the same key is safe.
export class Unreachable extends Error {}

export async function refusal_of(answer: Response): Promise<Refused> {
    let told: Record<string, unknown> = {};
    try {
        const body: unknown = await answer.json();
        if (body && typeof body === 'object') told = body as Record<string, unknown>;
    } catch (fault) {
        // A refusal without a readable body (a proxy's, say) is still a refusal: the status tells.
        if (!(fault instanceof SyntaxError || fault instanceof TypeError)) throw fault;
    }
    const alternatives = Array.isArray(told.alternatives) ? (told.alternatives as Slot[]) : [];
    const word = (name: string) => (typeof told[name] === 'string' ? (told[name] as string) : '');
    return new Refused(
        answer.status,
        word('rule') || `status_${answer.status}`,
        word('detail'),
        word('field') || undefined,
        alternatives.slice(0, 3),
        bottleneck_of(told.bottleneck),
    );
}

function bottleneck_of(told: unknown): Bottleneck | undefined {
    const is_one = told !== null && typeof told === 'object' && 'what' in told && 'alone' in told;
    return is_one ? (told as Bottleneck) : undefined;
}
