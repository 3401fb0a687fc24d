// The box that says why the node said no, or that it said nothing. It takes the focus, so that it is
// read and whatever helps is one key away.

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Refused } from '../api/problem.ts';
import { text, text_or } from '../language/speak.ts';

interface RefusalBoxOf {
    /// Another object for another refusal; what was refused, if anybody answered.
    told: { refused?: Refused | undefined };
    children?: ComponentChildren;
}

export function RefusalBox({ told, children }: RefusalBoxOf) {
    const box = useRef<HTMLDivElement>(null);
    useEffect(() => box.current?.focus(), [told]);
    const { refused } = told;
    return (
        <div class="refusal" role="alert" tabIndex={-1} ref={box}>
            <h3>{text(refused ? 'refused.title' : 'refused.silent')}</h3>
            <p>
                {refused
                    ? text_or(`rule.${refused.rule}`, refused.detail || refused.rule)
                    : text('refused.silent.says')}
            </p>
            {children}
        </div>
    );
}
