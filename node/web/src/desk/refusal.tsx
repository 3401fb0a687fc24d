// An act that was refused or not answered, and what can be pressed instead.

import { text } from '../language/speak.ts';
import { trouble } from './acts.ts';
import { RefusalBox } from './refusal_box.tsx';
import { Shortage } from './shortage.tsx';
import { SlotButtons } from './slot_buttons.tsx';

export function Refusal() {
    const told = trouble.value;
    if (!told) return null;
    const { refused, again, instead } = told;
    return (
        <RefusalBox told={told}>
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
        </RefusalBox>
    );
}
