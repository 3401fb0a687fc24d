// When the node says no, or nothing: the rule in words, and what can be pressed instead.

import { useEffect, useRef } from 'preact/hooks';
import { text, text_or } from '../language/speak.ts';
import { trouble } from './acts.ts';
import { Shortage } from './shortage.tsx';
import { SlotButtons } from './slot_buttons.tsx';

export function Refusal() {
    const told = trouble.value;
    const box = useRef<HTMLDivElement>(null);
    useEffect(() => {
        if (told) box.current?.focus();
    }, [told]);
    if (!told) return null;
    const { refused, again, instead } = told;
    return (
        <div class="refusal" role="alert" tabIndex={-1} ref={box}>
            <h3>{text(refused ? 'refused.title' : 'refused.silent')}</h3>
            <p>
                {refused
                    ? text_or(`rule.${refused.rule}`, refused.detail || refused.rule)
                    : text('refused.silent.says')}
            </p>
            <Shortage of={refused?.bottleneck} />
            {refused && instead && refused.alternatives.length > 0 && (
                <>
                    <p>{text('refused.instead')}</p>
                    <SlotButtons
                        slots={refused.alternatives}
                        choose={(slot) => void instead(slot)}
                    />
                </>
            )}
            <p class="buttons">
                {again && (
                    <button type="button" class="main" onClick={() => void again()}>
                        {text('refused.again')}
                    </button>
                )}
                <button type="button" onClick={() => (trouble.value = undefined)}>
                    {text('refused.close')}
                </button>
            </p>
        </div>
    );
}
